package io.phiwatch.launcher.command;

import io.phiwatch.detector.offline.RuleTestReport;
import io.phiwatch.detector.offline.RuleTestReport.FileResult;
import io.phiwatch.detector.offline.RuleTestReport.TestResult;
import io.phiwatch.detector.sigma.RuleError;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Results of rule tests as the XML that build servers read: a suite for each file; what was rejected is an error of the
 * suite {@code rejected}.
 */
final class JunitXml {
    private static final int MILLIS_DIGITS = 3;

    private JunitXml() {}

    static String of(RuleTestReport report) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            for (FileResult file : report.files()) {
                write(xml, file);
            }
            if (!report.errors().isEmpty()) {
                start(
                        xml,
                        "rejected",
                        report.errors().size(),
                        0,
                        report.errors().size());
                for (RuleError error : report.errors()) {
                    writeCase(xml, error.file() + ':' + error.line(), error.file(), Duration.ZERO);
                    writeProblem(xml, "error", error.toString());
                    xml.writeEndElement();
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeEndDocument();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("cannot write XML to memory", e);
        }
        return text.append(System.lineSeparator()).toString();
    }

    private static void write(XMLStreamWriter xml, FileResult file) throws XMLStreamException {
        long failed = file.tests().stream().filter(test -> !test.isPassed()).count();
        start(xml, file.file(), file.tests().size(), failed, 0);
        for (TestResult test : file.tests()) {
            writeCase(xml, test.name(), file.file(), test.took());
            if (!test.isPassed()) {
                writeProblem(xml, "failure", String.join(System.lineSeparator(), test.differences()));
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void start(XMLStreamWriter xml, String name, long tests, long failures, long errors)
            throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", name);
        xml.writeAttribute("tests", Long.toString(tests));
        xml.writeAttribute("failures", Long.toString(failures));
        xml.writeAttribute("errors", Long.toString(errors));
    }

    private static void writeCase(XMLStreamWriter xml, String name, String file, Duration took)
            throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("name", name);
        xml.writeAttribute("classname", file.replaceFirst("\\.test\\.ya?ml$", ""));
        xml.writeAttribute(
                "time", BigDecimal.valueOf(took.toMillis(), MILLIS_DIGITS).toPlainString());
    }

    private static void writeProblem(XMLStreamWriter xml, String kind, String text) throws XMLStreamException {
        xml.writeStartElement(kind);
        xml.writeAttribute("message", text.lines().findFirst().orElse(""));
        xml.writeCharacters(text);
        xml.writeEndElement();
    }
}
