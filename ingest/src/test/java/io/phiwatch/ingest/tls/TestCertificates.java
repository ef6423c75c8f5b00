package io.phiwatch.ingest.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority, and certificates that it signed, made by the JDK's own keytool: in PEM files, and for clients. */
public final class TestCertificates {
    private static final String PASSWORD = "changeit";
    private static final String SERVER = "server";

    private final Path folder;
    private final KeyStore store;

    private TestCertificates(Path folder, KeyStore store) {
        this.folder = folder;
        this.store = store;
    }

    /** Makes them in a folder: an authority, the server, and clients of these common names. */
    public static TestCertificates make(Path folder, String... clients) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        Path file = folder.resolve("all.p12");
        keytool(file, "ca", "CN=test authority", "-ext", "bc:c");
        keytool(file, SERVER, "CN=localhost", "-signer", "ca", "-ext", "san=ip:127.0.0.1,dns:localhost");
        for (String client : clients) {
            keytool(
                    file,
                    client,
                    "CN=" + client + ",O=acme",
                    "-signer",
                    "ca",
                    "-ext",
                    "san=dns:" + client + ".example");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return new TestCertificates(folder, store);
    }

    /** TLS of a listener that asks clients for a certificate. */
    public Tls tls(boolean clientsNeedCertificate) throws IOException, GeneralSecurityException {
        return new Tls(certificate(SERVER), key(SERVER), Optional.of(certificate("ca")), clientsNeedCertificate);
    }

    /** File with the certificate of a name. */
    public Path certificate(String name) throws IOException, GeneralSecurityException {
        List<String> pem = new ArrayList<>();
        for (Certificate certificate : store.getCertificateChain(name)) {
            pem.add(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return Files.writeString(folder.resolve(name + ".pem"), String.join("", pem));
    }

    /** File with the private key of a name. */
    public Path key(String name) throws IOException, GeneralSecurityException {
        Key key = store.getKey(name, PASSWORD.toCharArray());
        return Files.writeString(folder.resolve(name + ".key"), pem("PRIVATE KEY", key.getEncoded()));
    }

    /** What a client of that name shows, and trusts; without a name it shows nothing. */
    public SSLContext client(String... name) throws IOException, GeneralSecurityException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (name.length > 0) {
            own.setKeyEntry(
                    name[0],
                    store.getKey(name[0], PASSWORD.toCharArray()),
                    PASSWORD.toCharArray(),
                    store.getCertificateChain(name[0]));
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD.toCharArray());
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("ca", store.getCertificate("ca"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END " + what + "-----\n";
    }

    private static void keytool(Path store, String alias, String name, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor()).as(output).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
