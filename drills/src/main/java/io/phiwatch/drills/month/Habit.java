package io.phiwatch.drills.month;

import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.source.Delivery;
import java.util.function.Consumer;

/** Something that the company does day by day, and in which nothing is wrong. Stateless: each day is drawn anew. */
interface Habit {
    /** What is sent on that day, in any order; some of it may come on the next. */
    void live(Day day, Draw draw, Consumer<Delivery> out);
}
