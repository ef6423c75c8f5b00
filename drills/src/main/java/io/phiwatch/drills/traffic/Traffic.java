package io.phiwatch.drills.traffic;

import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.source.Delivery;
import java.util.function.Consumer;

/** One kind of ordinary traffic. Stateless: everything is drawn anew for each slot. */
interface Traffic {
    /**
     * Makes the deliveries of one slot, in any order. Limits that hold for each slot hold twice over for any window as
     * long as a slot.
     */
    void fill(Slot slot, Draw draw, Consumer<Delivery> out);
}
