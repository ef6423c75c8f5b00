package io.phiwatch.alerting.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Seals by writing backwards, which hides a text well enough to see where it goes; finds "SSN" and nothing else. */
public final class ReversedTextSeals implements TextSeals {
    @Override
    public Sealed seal(Place place, String text) {
        String sealed = new StringBuilder(place.tenant() + '\n' + place.id() + '\n' + text)
                .reverse()
                .toString();
        Set<String> types = text.contains("SSN") ? Set.of("US_SSN") : Set.of();
        return new Sealed(ByteBuffer.wrap(sealed.getBytes(StandardCharsets.UTF_8)), types);
    }

    @Override
    public Optional<String> open(Place place, ByteBuffer ciphertext) {
        byte[] bytes = new byte[ciphertext.remaining()];
        ciphertext.duplicate().get(bytes);
        String opened = new StringBuilder(new String(bytes, StandardCharsets.UTF_8))
                .reverse()
                .toString();
        String begin = place.tenant() + '\n' + place.id() + '\n';
        return opened.startsWith(begin) ? Optional.of(opened.substring(begin.length())) : Optional.empty();
    }

    @Override
    public boolean mayStandInClear(String text) {
        return !text.contains("SSN");
    }
}
