package dev.rollcall.bench;

import java.util.Locale;

/** The bound that a figure must keep. */
record Target(Kind kind, double bound) {
    enum Kind {
        AT_MOST,
        BELOW,
        AT_LEAST,
        EXACTLY,
        STATED
    }

    /** The target of a figure that is only stated. */
    static final Target STATED = new Target(Kind.STATED, 0);

    static Target atMost(double bound) {
        return new Target(Kind.AT_MOST, bound);
    }

    static Target below(double bound) {
        return new Target(Kind.BELOW, bound);
    }

    static Target atLeast(double bound) {
        return new Target(Kind.AT_LEAST, bound);
    }

    static Target exactly(double bound) {
        return new Target(Kind.EXACTLY, bound);
    }

    String words() {
        return switch (kind) {
            case AT_MOST -> "at most " + number();
            case BELOW -> "below " + number();
            case AT_LEAST -> "at least " + number();
            case EXACTLY -> number();
            case STATED -> "stated";
        };
    }

    /** Whether a median meets the target. */
    String verdict(double median) {
        boolean met = switch (kind) {
            case AT_MOST -> median <= bound;
            case BELOW -> median < bound;
            case AT_LEAST -> median >= bound;
            case EXACTLY -> Math.abs(median - bound) < 0.005;
            case STATED -> true;
        };
        return kind == Kind.STATED ? "" : met ? "met" : "NOT MET";
    }

    private String number() {
        return String.format(Locale.ROOT, bound == Math.rint(bound) ? "%.1f" : "%.2f", bound);
    }
}
