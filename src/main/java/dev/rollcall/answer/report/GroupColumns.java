package dev.rollcall.answer.report;

import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Groups, and what they were called when. */
final class GroupColumns {
    private final Keys keys = new Keys();
    private final PeriodColumns periods;
    private final TextDictionary nameTable = new TextDictionary();
    private final TextDictionary descriptionTable = new TextDictionary();
    private final IntList names = new IntList();
    private final IntList descriptions = new IntList();
    private final IntList read = new IntList();

    GroupColumns(TimeAxis axis) {
        this.periods = new PeriodColumns(axis);
    }

    /** Adds a period of a group; those of one group come together, in order of time. */
    void add(
            int number,
            String id,
            Period period,
            @Nullable String name,
            @Nullable String description,
            boolean membersRead) {
        boolean known = keys.isLast(number);
        if (!known) {
            keys.add(number, id, periods.size());
        }
        int nameNumber = nameTable.number(name);
        int descriptionNumber = descriptionTable.number(description);
        int readNumber = membersRead ? 1 : 0;
        if (known
                && periods.continuesLast(period)
                && names.last() == nameNumber
                && descriptions.last() == descriptionNumber
                && read.last() == readNumber) {
            periods.extendLast(period);
            return;
        }
        periods.add(period);
        names.add(nameNumber);
        descriptions.add(descriptionNumber);
        read.add(readNumber);
    }

    void sort() {
        nameTable.sort();
        descriptionTable.sort();
        keys.sort(Comparator.comparingInt(this::lastName));
    }

    Keys keys() {
        return keys;
    }

    void encode(Map<String, EncodedColumn> columns) {
        EncodedColumn ids = EncodedColumn.in(columns, "group.id");
        EncodedColumn counts = EncodedColumn.in(columns, "group.periods");
        EncodedColumn begin = EncodedColumn.in(columns, "group.begin");
        EncodedColumn length = EncodedColumn.in(columns, "group.length");
        EncodedColumn kind = EncodedColumn.in(columns, "group.kind");
        EncodedColumn name = EncodedColumn.in(columns, "group.name");
        EncodedColumn description = EncodedColumn.in(columns, "group.description");
        EncodedColumn membersRead = EncodedColumn.in(columns, "group.read");
        int nameBefore = 0;
        for (int key : keys.order()) {
            ids.add(keys.id(key));
            int end = keys.endOfPeriods(key, periods.size());
            counts.add(end - keys.firstPeriod(key));
            for (int i = keys.firstPeriod(key); i < end; i++) {
                begin.add(periods.begin.get(i));
                length.add(periods.length.get(i));
                kind.add(periods.kind.get(i));
                int reference = nameTable.reference(names.get(i));
                name.addSigned(reference - nameBefore);
                nameBefore = reference;
                description.add(descriptionTable.reference(descriptions.get(i)));
                membersRead.add(read.get(i));
            }
        }
        nameTable.encode(
                EncodedColumn.in(columns, "group-name.prefix"), EncodedColumn.in(columns, "group-name.suffix"));
        descriptionTable.encode(
                EncodedColumn.in(columns, "description.prefix"), EncodedColumn.in(columns, "description.suffix"));
    }

    /** Those without a name come last. */
    private int lastName(int key) {
        return keys.lastReference(key, periods.size(), nameTable, names);
    }
}
