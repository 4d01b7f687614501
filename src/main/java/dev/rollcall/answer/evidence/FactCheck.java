package dev.rollcall.answer.evidence;

import dev.rollcall.answer.PointInTime;
import dev.rollcall.store.publish.Facts;
import dev.rollcall.store.publish.Fields;
import dev.rollcall.store.publish.LinkKind;
import dev.rollcall.store.publish.SetDigest;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares what links say with what is there. Each method throws a {@link DisagreementException} where they differ. */
final class FactCheck {
    private FactCheck() {}

    static Facts read(LinkKind kind, String facts) {
        try {
            return Facts.read(kind, facts);
        } catch (IllegalArgumentException e) {
            throw new DisagreementException("its facts have another form: " + e.getMessage());
        }
    }

    static void require(Facts facts, String name, String actual) {
        if (!actual.equals(facts.get(name))) {
            throw new DisagreementException(name + ": its facts say " + facts.get(name) + ", and the row " + actual);
        }
    }

    /** @param snapshot facts by their names, from the snapshot's row */
    static void requireSnapshot(Facts facts, Map<String, @Nullable String> snapshot) {
        snapshot.forEach((name, value) -> {
            if (!Objects.equals(value, facts.get(name))) {
                throw new DisagreementException(name + ": the link says " + told(name, facts.get(name))
                        + ", and the snapshot's row " + told(name, value));
            }
        });
    }

    /**
     * Compares a set of rows.
     *
     * @param name of the fact that tells the number; that of the digest has the same beginning
     * @param what the rows are, in the plural
     */
    static void requireSet(Facts facts, String name, String what, SetDigest set) {
        if (number(facts, name) != set.rows()) {
            throw new DisagreementException(
                    what + ": the link says " + facts.get(name) + ", and there are " + set.rows());
        }
        if (!set.digest().equals(facts.get(name + "_digest"))) {
            throw new DisagreementException(what + ": there are " + set.rows()
                    + ", as the link says, but not those that it was made of: one was changed or exchanged");
        }
    }

    static long number(Facts facts, String name) {
        try {
            return Long.parseLong(String.valueOf(facts.get(name)));
        } catch (NumberFormatException e) {
            throw new DisagreementException(name + ": its facts say " + facts.get(name) + ", which is no number");
        }
    }

    static Instant horizon(Facts pruned) {
        return Fields.time(String.valueOf(number(pruned, "horizon")));
    }

    /** A time, in words where there is none. */
    static String time(@Nullable Instant time) {
        return time == null ? "no time" : PointInTime.format(time);
    }

    private static String told(String fact, @Nullable String value) {
        if (value == null) {
            return "nothing";
        }
        boolean isTime = fact.startsWith("read_") || fact.endsWith("_at");
        return isTime && value.matches("-?[0-9]{1,18}") ? time(Fields.time(value)) : value;
    }
}
