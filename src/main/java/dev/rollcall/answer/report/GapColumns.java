package dev.rollcall.answer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When which group could not be read. */
final class GapColumns {
    private final TimeAxis axis;
    private final Keys groups;
    private final List<String> reasons = new ArrayList<>();
    private final EncodedColumn group = new EncodedColumn();
    private final EncodedColumn id = new EncodedColumn();
    private final EncodedColumn begin = new EncodedColumn();
    private final EncodedColumn length = new EncodedColumn();
    private final EncodedColumn reason = new EncodedColumn();

    GapColumns(TimeAxis axis, Keys groups) {
        this.axis = axis;
        this.groups = groups;
    }

    /**
     * Adds a period.
     *
     * @param groupNumber 0 for a group that was never published
     * @param why null when it is not known any more
     */
    void add(int groupNumber, String groupId, long from, long to, @Nullable String why) {
        int place = groups.place(groupNumber);
        if (place >= 0) {
            group.add(place + 1);
        } else {
            group.add(0);
            id.add(groupId);
        }
        int code = axis.begin(from);
        begin.add(code);
        length.add(axis.length(code, to));
        reason.add(why == null ? 0 : reasonNumber(why));
    }

    List<String> reasons() {
        return reasons;
    }

    void encode(Map<String, EncodedColumn> columns) {
        columns.put("gap.group", group);
        columns.put("gap.id", id);
        columns.put("gap.begin", begin);
        columns.put("gap.length", length);
        columns.put("gap.reason", reason);
    }

    private int reasonNumber(String why) {
        int known = reasons.indexOf(why);
        if (known >= 0) {
            return known + 1;
        }
        reasons.add(why);
        return reasons.size();
    }
}
