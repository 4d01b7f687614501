package dev.rollcall.answer.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Users, and members of other kinds or that the listing of users lacks, and what they were called when. */
final class PersonColumns {
    private static final List<@Nullable String> STATUSES = new ArrayList<>();

    static {
        STATUSES.add(null);
        STATUSES.add("enabled");
        STATUSES.add("disabled");
    }

    private final Keys keys = new Keys();
    private final IntList types = new IntList();
    private final List<String> typeNames = new ArrayList<>();
    private final PeriodColumns periods;
    private final TextDictionary nameTable = new TextDictionary();
    private final TextDictionary loginTable = new TextDictionary();
    private final IntList names = new IntList();
    private final IntList logins = new IntList();
    private final IntList emails = new IntList();
    private final IntList statuses = new IntList();

    PersonColumns(TimeAxis axis) {
        this.periods = new PeriodColumns(axis);
    }

    /** Adds a member; its periods, if it has any, follow. */
    void add(int number, String type, String id) {
        keys.add(number, id, periods.size());
        if (!typeNames.contains(type)) {
            typeNames.add(type);
        }
        types.add(typeNames.indexOf(type));
    }

    boolean isLast(int number) {
        return keys.isLast(number);
    }

    /** Adds a period of the last member, in order of time. */
    void addPeriod(
            Period period,
            @Nullable String name,
            @Nullable String userName,
            @Nullable String email,
            @Nullable String status) {
        int nameNumber = nameTable.number(name);
        int loginNumber = loginTable.number(userName);
        int emailNumber = loginTable.number(email);
        int statusNumber = STATUSES.indexOf(status);
        if (keys.lastHasPeriods(periods.size())
                && periods.continuesLast(period)
                && names.last() == nameNumber
                && logins.last() == loginNumber
                && emails.last() == emailNumber
                && statuses.last() == statusNumber) {
            periods.extendLast(period);
            return;
        }
        periods.add(period);
        names.add(nameNumber);
        logins.add(loginNumber);
        emails.add(emailNumber);
        statuses.add(statusNumber);
    }

    void sort() {
        nameTable.sort();
        loginTable.sort();
        keys.sort(Comparator.<Integer>comparingInt(key -> last(key, nameTable, names))
                .thenComparingInt(key -> last(key, loginTable, logins)));
    }

    Keys keys() {
        return keys;
    }

    List<String> types() {
        return typeNames;
    }

    void encode(Map<String, EncodedColumn> columns) {
        EncodedColumn ids = GroupColumns.column(columns, "person.id");
        EncodedColumn type = GroupColumns.column(columns, "person.type");
        EncodedColumn counts = GroupColumns.column(columns, "person.periods");
        EncodedColumn begin = GroupColumns.column(columns, "person.begin");
        EncodedColumn length = GroupColumns.column(columns, "person.length");
        EncodedColumn kind = GroupColumns.column(columns, "person.kind");
        EncodedColumn name = GroupColumns.column(columns, "person.name");
        EncodedColumn login = GroupColumns.column(columns, "person.login");
        EncodedColumn email = GroupColumns.column(columns, "person.email");
        EncodedColumn status = GroupColumns.column(columns, "person.status");
        int nameBefore = 0;
        for (int key : keys.order()) {
            ids.add(keys.id(key));
            type.add(types.get(key));
            int end = keys.endOfPeriods(key, periods.size());
            counts.add(end - keys.firstPeriod(key));
            for (int i = keys.firstPeriod(key); i < end; i++) {
                begin.add(periods.begin.get(i));
                length.add(periods.length.get(i));
                kind.add(periods.kind.get(i));
                int reference = nameTable.reference(names.get(i));
                name.addSigned(reference - nameBefore);
                nameBefore = reference;
                int loginReference = loginTable.reference(logins.get(i));
                login.add(loginReference);
                email.addSigned(loginTable.reference(emails.get(i)) - loginReference);
                status.add(statuses.get(i));
            }
        }
        nameTable.encode(
                GroupColumns.column(columns, "person-name.prefix"), GroupColumns.column(columns, "person-name.suffix"));
        loginTable.encode(GroupColumns.column(columns, "login.prefix"), GroupColumns.column(columns, "login.suffix"));
    }

    /** A text of the last period, by which people are in order: those without come last. */
    private int last(int key, TextDictionary table, IntList numbers) {
        int end = keys.endOfPeriods(key, periods.size());
        int reference = end == keys.firstPeriod(key) ? 0 : table.reference(numbers.get(end - 1));
        return reference == 0 ? Integer.MAX_VALUE : reference;
    }
}
