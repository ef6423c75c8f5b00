package io.phiwatch.detector.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class DecayingSketchTest {
    private static final long HALF_LIFE = DecayingSketch.HALF_LIFE.toMillis();
    private static final Percentage ACCURACY = Percentage.withPercentage(2.1);

    private record Value(double value, long time) {}

    @Test
    void agreesWithTheExactFiguresOfValuesOfOneTime() {
        // Given
        Random random = new Random(7);
        List<Double> values = new ArrayList<>();
        DecayingSketch sketch = new DecayingSketch();

        // When
        for (int i = 0; i < 2_001; i++) {
            double value = Math.floor(Math.exp(random.nextGaussian() * 1.5 + 4));
            values.add(value);
            sketch.add(value, 0);
        }

        // Then
        Usual exact = Usual.of(values);
        assertThat(sketch.usual().median()).isCloseTo(exact.median(), ACCURACY);
        assertThat(sketch.usual().mad()).isCloseTo(exact.mad(), Percentage.withPercentage(5));
        assertThat(sketch.weight(0)).isCloseTo(2_001, within(1e-6));
        long above = values.stream().filter(value -> value >= 200).count();
        assertThat(sketch.shareFrom(200)).isCloseTo(above / 2_001.0, within(0.02));
    }

    @Test
    void aValueCountsHalfAfterAHalfLife() {
        DecayingSketch sketch = new DecayingSketch();
        sketch.add(10, 0);
        sketch.add(20, HALF_LIFE);

        assertThat(sketch.weight(HALF_LIFE)).isCloseTo(1.5, within(1e-9));
        assertThat(sketch.shareFrom(15)).isCloseTo(1 / 1.5, within(1e-9));
        assertThat(sketch.usual().median()).isCloseTo(20, ACCURACY);
    }

    @Test
    void theOrderInWhichValuesComeAndTheirBytesChangeNothing() {
        // Given
        Random random = new Random(11);
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            values.add(new Value(random.nextInt(50), HALF_LIFE * random.nextInt(80)));
        }
        values.addFirst(new Value(3, 0));
        DecayingSketch sketch = new DecayingSketch();
        values.forEach(value -> sketch.add(value.value, value.time));

        // When
        Collections.shuffle(values.subList(1, values.size()), random);
        DecayingSketch shuffled = new DecayingSketch();
        for (Value value : values) {
            shuffled.add(value.value, value.time);
            ByteWriter out = new ByteWriter();
            shuffled.write(out);
            shuffled = DecayingSketch.read(new ByteReader(out.toBytes()));
        }

        // Then
        assertThat(shuffled.usual()).isEqualTo(sketch.usual());
        assertThat(shuffled.weight(HALF_LIFE * 80)).isCloseTo(sketch.weight(HALF_LIFE * 80), within(1e-6));
    }
}
