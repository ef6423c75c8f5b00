package io.phiwatch.ingest.phi;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Recognises US ZIP codes by the word before them, or by the state before them that they have to lie in. */
final class ZipCodes {
    private static final double CERTAIN = 0.95;
    private static final double BY_STATE = 0.8;
    /** Digits of a postal code of any country. */
    static final int LONGEST = 6;

    private static final int SHORTEST = 3;
    private static final int DIGITS = 5;
    /** First three digits by state (USPS Publication 65), from and to. */
    private static final Map<String, int[]> STATES = new HashMap<>();

    static {
        String ranges = "AL350369 AK995999 AZ850865 AR716729 CA900961 CO800816 CT060069 DE197199 DC200205 FL320349 "
                + "GA300319 HI967968 ID832838 IL600629 IN460479 IA500528 KS660679 KY400427 LA700714 ME039049 MD206219 "
                + "MA010027 MI480499 MN550567 MS386397 MO630658 MT590599 NE680693 NV889898 NH030038 NJ070089 NM870884 "
                + "NY100149 NC270289 ND580588 OH430459 OK730749 OR970979 PA150196 PR006009 RI028029 SC290299 SD570577 "
                + "TN370385 TX750799 UT840847 VT050059 VA220246 WA980994 WV247268 WI530549 WY820831 AE090098 AA340340 "
                + "AP962966 GU969969 VI008008";
        for (String range : ranges.split(" ", -1)) {
            int from = Integer.parseInt(range.substring(2, 5));
            int to = Integer.parseInt(range.substring(5));
            STATES.put(range.substring(0, 2), new int[] {from, to});
        }
    }

    private ZipCodes() {}

    /**
     * Five digits, or nine with a dash; where a word says that it is a postal code, those of other countries too.
     *
     * @param context null where no word before it tells anything
     * @param afterAddress whether a street stands shortly before
     */
    static @Nullable PhiFinding at(
            Text text, int start, int endOfDigits, @Nullable Context context, boolean afterAddress) {
        if (text.isAlphanumericAt(start - 1)) {
            return null;
        }
        if (endOfDigits - start != DIGITS) {
            return context == null ? null : ofOtherCountry(text, start, endOfDigits, context);
        }
        boolean long9 = text.at(endOfDigits) == '-' && text.hasDigits(endOfDigits + 1, 4);
        int end = long9 ? endOfDigits + 5 : endOfDigits;
        if (!text.endsToken(end)) {
            return null;
        }
        if (context != null && Hints.has(context.rightBefore(start), Hints.ZIP)) {
            return new PhiFinding(PhiType.ZIP, start, end, CERTAIN);
        }
        return isInState(text, start, afterAddress) ? new PhiFinding(PhiType.ZIP, start, end, BY_STATE) : null;
    }

    /** 3520, 394 13, 3610-114, 7412 SL. */
    private static @Nullable PhiFinding ofOtherCountry(Text text, int start, int endOfDigits, Context context) {
        int digits = endOfDigits - start;
        char gap = text.at(endOfDigits);
        int rest = gap == ' ' || gap == '-' ? text.endOfToken(endOfDigits + 1) : endOfDigits;
        int more = rest - endOfDigits - 1;
        boolean grouped =
                more >= 2 && more <= 3 && (text.isDigitAt(rest - 1) || (text.isUpperAt(rest - 1) && more == 2));
        int end = grouped ? rest : endOfDigits;
        boolean counts = (grouped ? digits >= 2 : digits >= SHORTEST) && digits <= LONGEST && text.endsToken(end);
        boolean told = counts && Hints.has(context.rightBefore(start), Hints.ZIP);
        return told ? new PhiFinding(PhiType.ZIP, start, end, CERTAIN) : null;
    }

    /** "City, ST 12345": a comma before the state, or a street before it all. */
    private static boolean isInState(Text text, int start, boolean afterAddress) {
        int state = start - 3;
        boolean letters = Text.isBlank(text.at(start - 1)) && text.isUpperAt(state) && text.isUpperAt(state + 1);
        if (!letters || text.isAlphanumericAt(state - 1)) {
            return false;
        }
        boolean comma = text.at(state - 1) == ',' || (Text.isBlank(text.at(state - 1)) && text.at(state - 2) == ',');
        if (!comma && !afterAddress) {
            return false;
        }
        int[] range = STATES.get(new String(text.chars, state, 2));
        int prefix = text.number(start, 3);
        return range != null && prefix >= range[0] && prefix <= range[1];
    }
}
