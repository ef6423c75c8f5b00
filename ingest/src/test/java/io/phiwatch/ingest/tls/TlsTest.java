package io.phiwatch.ingest.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTest {
    @TempDir
    private Path folder;

    private TestCertificates certificates;

    @BeforeEach
    void make() throws IOException, GeneralSecurityException {
        certificates = TestCertificates.make(folder, "ehr");
    }

    @Test
    void hasNoFaultWhereFilesAreGood() throws Exception {
        assertThat(certificates.tls(true).faults("tls")).isEmpty();
    }

    @Test
    void namesTheFileAtFault() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "-----BEGIN EC PRIVATE KEY-----\nAA==\n");
        Tls missing = new Tls(folder.resolve("none"), text, Optional.of(text), false);
        Tls other = new Tls(certificates.certificate("server"), certificates.key("ehr"), Optional.empty(), true);
        Tls mixed = new Tls(certificates.certificate("server"), certificates.key("ehr"), Optional.empty(), false);

        assertThat(missing.faults("tls"))
                .extracting(fault -> fault.substring(0, fault.indexOf(':')))
                .containsExactly("tls.certificate", "tls.key", "tls.client_authority");
        assertThat(other.faults("tls")).singleElement().asString().startsWith("tls.client_authority: is required");
        assertThat(mixed.faults("tls")).containsExactly("tls.key: does not belong to the certificate");
    }

    @Test
    void knowsACertificateByItsNames() throws Exception {
        X509Certificate certificate = (X509Certificate)
                PemFiles.certificates(certificates.certificate("ehr")).getFirst();

        assertThat(CertificateNames.of(certificate))
                .contains("CN=ehr,O=acme", "ehr", "ehr.example")
                .anyMatch(name -> name.matches("sha256:[0-9a-f]{64}"))
                .hasSize(4);
    }
}
