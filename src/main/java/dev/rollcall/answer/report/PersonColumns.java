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
        keys.sort(Comparator.<Integer>comparingInt(key -> keys.lastReference(key, periods.size(), nameTable, names))
                .thenComparingInt(key -> keys.lastReference(key, periods.size(), loginTable, logins)));
    }

    Keys keys() {
        return keys;
    }

    List<String> types() {
        return typeNames;
    }

    void encode(Map<String, EncodedColumn> columns) {
        EncodedColumn ids = EncodedColumn.in(columns, "person.id");
        EncodedColumn type = EncodedColumn.in(columns, "person.type");
        EncodedColumn counts = EncodedColumn.in(columns, "person.periods");
        EncodedColumn begin = EncodedColumn.in(columns, "person.begin");
        EncodedColumn length = EncodedColumn.in(columns, "person.length");
        EncodedColumn kind = EncodedColumn.in(columns, "person.kind");
        EncodedColumn name = EncodedColumn.in(columns, "person.name");
        EncodedColumn login = EncodedColumn.in(columns, "person.login");
        EncodedColumn email = EncodedColumn.in(columns, "person.email");
        EncodedColumn status = EncodedColumn.in(columns, "person.status");
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
                EncodedColumn.in(columns, "person-name.prefix"), EncodedColumn.in(columns, "person-name.suffix"));
        loginTable.encode(EncodedColumn.in(columns, "login.prefix"), EncodedColumn.in(columns, "login.suffix"));
    }
}
