package io.phiwatch.ingest.privacy;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs a cipher on a few platform threads where a virtual one asks. Tink keeps a random generator and a cipher for each
 * thread: a virtual thread lives for one request, and making the two cost it more than sealing its payload.
 */
final class PlatformThreadAead implements Aead {
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("cipher-", 0).factory());

    private final Aead cipher;

    PlatformThreadAead(Aead cipher) {
        this.cipher = cipher;
    }

    @Override
    public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
        return run(() -> cipher.encrypt(plaintext, associatedData));
    }

    @Override
    public byte[] decrypt(byte[] ciphertext, byte[] associatedData) throws GeneralSecurityException {
        return run(() -> cipher.decrypt(ciphertext, associatedData));
    }

    private static byte[] run(Callable<byte[]> work) throws GeneralSecurityException {
        try {
            return Thread.currentThread().isVirtual() ? THREADS.submit(work).get() : work.call();
        } catch (ExecutionException e) {
            throw new GeneralSecurityException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GeneralSecurityException("interrupted", e);
        } catch (GeneralSecurityException e) {
            throw e;
        } catch (Exception e) {
            throw new GeneralSecurityException(e);
        }
    }
}
