package dev.rollcall.answer.evidence;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When a source was retired by its rows, and by the links of its chain, which are told here in their order. */
final class RetirementCheck {
    /** When the last published snapshot says that its source was retired, which no link has told yet. */
    private @Nullable Instant untold;

    /** When the source was retired, by its chain; null once it was published again. */
    private @Nullable Instant retired;

    /** @param retiredAt when the snapshot says that its source was retired after it; null where it says nothing */
    void published(@Nullable Instant retiredAt) {
        requireTold();
        untold = retiredAt;
        retired = null;
    }

    void retired(Instant at) {
        if (!at.equals(untold)) {
            throw new DisagreementException(
                    "the last snapshot before it is marked as retired at " + FactCheck.time(untold));
        }
        untold = null;
        retired = at;
    }

    /** @param marked when the source's row says that it was retired; null where it says nothing */
    void end(@Nullable Instant marked) {
        requireTold();
        if (!Objects.equals(retired, marked)) {
            throw new DisagreementException("the source is marked as retired at " + FactCheck.time(marked)
                    + ", and by its chain at " + FactCheck.time(retired));
        }
    }

    private void requireTold() {
        if (untold != null) {
            throw new DisagreementException("the last snapshot before it is marked as retired at "
                    + FactCheck.time(untold) + ", which no link tells of");
        }
    }
}
