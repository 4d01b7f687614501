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
        EncodedColumn ids = column(columns, "group.id");
        EncodedColumn counts = column(columns, "group.periods");
        EncodedColumn begin = column(columns, "group.begin");
        EncodedColumn length = column(columns, "group.length");
        EncodedColumn kind = column(columns, "group.kind");
        EncodedColumn name = column(columns, "group.name");
        EncodedColumn description = column(columns, "group.description");
        EncodedColumn membersRead = column(columns, "group.read");
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
        nameTable.encode(column(columns, "group-name.prefix"), column(columns, "group-name.suffix"));
        descriptionTable.encode(column(columns, "description.prefix"), column(columns, "description.suffix"));
    }

    static EncodedColumn column(Map<String, EncodedColumn> columns, String name) {
        EncodedColumn column = new EncodedColumn();
        if (columns.put(name, column) != null) {
            throw new IllegalStateException("the column " + name + " is there already");
        }
        return column;
    }

    /** The name in the last period, by which groups are in order: those without one come last. */
    private int lastName(int key) {
        int reference = nameTable.reference(names.get(keys.endOfPeriods(key, periods.size()) - 1));
        return reference == 0 ? Integer.MAX_VALUE : reference;
    }
}
