package io.phiwatch.ingest.adapter.atna;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element with its attributes, by their local names, and all text inside it. Document types are refused, so that
 * there are no entities to expand or to fetch (OWASP: XML external entity prevention).
 */
record XmlElement(String name, Map<String, String> attributes, List<XmlElement> children, StringBuilder content) {
    private static final int DEEPEST = 32;
    private static final int MOST = 200_000;
    private static final XMLInputFactory FACTORY = factory();

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        // the parser's own reporter prints, and quotes what it read
        factory.setXMLReporter((message, type, information, location) -> {});
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing outside the message is read");
        });
        return factory;
    }

    /** The root element; empty where the text is no XML, have a document type, or are too deep or too many. */
    static Optional<XmlElement> parse(String xml) {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(xml));
            try {
                return read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException unreadable) {
            // the parser of the platform lets runtime exceptions through for some broken input
            return Optional.empty();
        }
    }

    private static Optional<XmlElement> read(XMLStreamReader reader) throws XMLStreamException {
        XmlElement document = empty("");
        Deque<XmlElement> open = new ArrayDeque<>(List.of(document));
        int elements = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    XmlElement element = element(reader);
                    open.element().children.add(element);
                    open.push(element);
                    elements++;
                }
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                    open.element().content.append(reader.getText());
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
                    return Optional.empty();
                }
                default -> {
                    // comments and processing instructions say nothing
                }
            }
            if (open.size() > DEEPEST || elements > MOST) {
                return Optional.empty();
            }
        }
        return document.children.stream().findFirst();
    }

    private static XmlElement element(XMLStreamReader reader) {
        XmlElement element = empty(reader.getLocalName());
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            element.attributes.put(
                    reader.getAttributeLocalName(i), reader.getAttributeValue(i).strip());
        }
        return element;
    }

    private static XmlElement empty(String name) {
        return new XmlElement(name, new LinkedHashMap<>(), new ArrayList<>(), new StringBuilder());
    }

    /** Value of the first of these attributes that it has; empty where it has none of them. */
    String attribute(String... names) {
        for (String name : names) {
            String value = attributes.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    Stream<XmlElement> children(String name) {
        return children.stream().filter(child -> child.name.equals(name));
    }

    /** The first child of that name; an empty element where there is none. */
    XmlElement child(String name) {
        return children(name).findFirst().orElseGet(() -> empty(name));
    }

    String text() {
        return content.toString().strip();
    }

    @Override
    public String toString() {
        return "XmlElement[" + name + "]";
    }
}
