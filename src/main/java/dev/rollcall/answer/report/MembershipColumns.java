package dev.rollcall.answer.report;

import java.util.Arrays;
import java.util.Map;

/** Memberships, group by group in the groups' order. Only the group at hand is kept as rows, to put it in order. */
final class MembershipColumns {
    private final Keys groups;
    private final Keys people;
    private final TimeAxis axis;
    private final EncodedColumn counts = new EncodedColumn();
    private final EncodedColumn person = new EncodedColumn();
    private final EncodedColumn begin = new EncodedColumn();
    private final EncodedColumn length = new EncodedColumn();
    private final EncodedColumn kind = new EncodedColumn();
    private int finishedGroups;
    private long periods;

    private final IntList members = new IntList();
    private final LongList from = new LongList();
    private final LongList to = new LongList();
    private final StringBuilder letters = new StringBuilder();

    MembershipColumns(TimeAxis axis, Keys groups, Keys people) {
        this.axis = axis;
        this.groups = groups;
        this.people = people;
    }

    /** Adds a period; groups come in their order, the periods of each in order of time. */
    void add(int groupNumber, int memberNumber, Period period) {
        finishGroupsBefore(groups.place(groupNumber));
        members.add(people.place(memberNumber));
        from.add(period.from());
        to.add(period.to());
        letters.append(period.begins()).append(period.ends());
    }

    /** After the last period. */
    void finish() {
        finishGroupsBefore(groups.size());
    }

    /** Periods in the columns. */
    long periods() {
        return periods;
    }

    /** Bytes of the columns, not compressed. */
    long bytes() {
        return (long) person.size() + begin.size() + length.size() + kind.size();
    }

    void encode(Map<String, EncodedColumn> columns) {
        columns.put("membership.periods", counts);
        columns.put("membership.person", person);
        columns.put("membership.begin", begin);
        columns.put("membership.length", length);
        columns.put("membership.kind", kind);
    }

    private void finishGroupsBefore(int place) {
        if (place < finishedGroups) {
            throw new IllegalStateException("a period of a group that is not in its order");
        }
        while (finishedGroups < place) {
            finishGroup();
            finishedGroups++;
        }
    }

    private void finishGroup() {
        PeriodColumns merged = new PeriodColumns(axis);
        IntList owners = new IntList();
        for (long row : inOrder()) {
            int i = (int) row;
            int member = members.get(i);
            Period period = new Period(from.get(i), to.get(i), letters.charAt(2 * i), letters.charAt(2 * i + 1));
            if (owners.size() > 0 && owners.last() == member && merged.continuesLast(period)) {
                merged.extendLast(period);
            } else {
                merged.add(period);
                owners.add(member);
            }
        }
        counts.add(owners.size());
        int before = 0;
        for (int i = 0; i < owners.size(); i++) {
            person.add(owners.get(i) - before);
            before = owners.get(i);
            begin.add(merged.begin.get(i));
            length.add(merged.length.get(i));
            kind.add(merged.kind.get(i));
        }
        periods += owners.size();
        members.clear();
        from.clear();
        to.clear();
        letters.setLength(0);
    }

    /** The rows at hand by member, those of one member in order of time. */
    private long[] inOrder() {
        long[] rows = new long[members.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (long) members.get(i) << Integer.SIZE | i;
        }
        Arrays.sort(rows);
        return rows;
    }
}
