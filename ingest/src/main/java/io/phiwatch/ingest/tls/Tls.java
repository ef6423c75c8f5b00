package io.phiwatch.ingest.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS of a listener. Immutable.
 *
 * @param certificate PEM file with the certificate of the listener, then those that it hangs on
 * @param key PEM file with its private key in PKCS #8, without a passphrase
 * @param clientAuthority PEM file with the authorities whose client certificates count; none are asked for without it
 * @param clientsNeedCertificate whether a client without such a certificate is turned away at the handshake
 */
public record Tls(Path certificate, Path key, Optional<Path> clientAuthority, boolean clientsNeedCertificate) {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** The versions that are spoken. */
    public String[] protocols() {
        return PROTOCOLS.clone();
    }

    /** What is wrong with the files, by key; none if they can be used. */
    public List<String> faults(String path) {
        List<String> faults = new ArrayList<>();
        check(
                faults,
                path + ".certificate: not readable as PEM certificates",
                () -> PemFiles.certificates(certificate));
        check(
                faults,
                path + ".key: not readable as a PEM private key in PKCS #8"
                        + " (openssl pkcs8 -topk8 -nocrypt writes one)",
                () -> PemFiles.privateKey(key));
        clientAuthority.ifPresent(file -> check(
                faults,
                path + ".client_authority: not readable as PEM certificates",
                () -> PemFiles.certificates(file)));
        if (clientsNeedCertificate && clientAuthority.isEmpty()) {
            faults.add(path + ".client_authority: is required where clients need a certificate");
        }
        if (faults.isEmpty()) {
            check(faults, path + ".key: does not belong to the certificate", this::context);
        }
        return faults;
    }

    /**
     * The context of the listener.
     *
     * @throws IOException if a file cannot be read
     * @throws GeneralSecurityException if a file does not hold what it should
     */
    public SSLContext context() throws IOException, GeneralSecurityException {
        char[] unused = new char[0];
        KeyStore own = empty();
        Certificate[] chain = PemFiles.certificates(certificate).toArray(Certificate[]::new);
        PrivateKey privateKey = PemFiles.privateKey(key);
        if (!PemFiles.belong(privateKey, chain[0].getPublicKey())) {
            throw new GeneralSecurityException("the key does not belong to the certificate");
        }
        own.setKeyEntry("listener", privateKey, unused, chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, unused);
        KeyStore authorities = empty();
        if (clientAuthority.isPresent()) {
            int i = 0;
            for (Certificate authority : PemFiles.certificates(clientAuthority.get())) {
                authorities.setCertificateEntry("authority-" + i++, authority);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private interface Attempt {
        Object run() throws IOException, GeneralSecurityException;
    }

    private static void check(List<String> faults, String fault, Attempt attempt) {
        try {
            attempt.run();
        } catch (IOException | GeneralSecurityException e) {
            faults.add(fault);
        }
    }
}
