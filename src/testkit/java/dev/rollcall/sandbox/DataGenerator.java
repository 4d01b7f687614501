package dev.rollcall.sandbox;

import dev.rollcall.directory.ExternalId;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Member;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Generates groups, users and memberships: the same for the same seed and number. */
record DataGenerator(Cloud cloud, SeededRandom random) {
    private static final int GROUP = 1;
    private static final int USER = 2;
    private static final int MEMBERSHIP = 3;
    private static final int CREATED = 4;
    private static final int CREATOR = 5;
    private static final Instant FIRST_DAY = Instant.parse("2019-03-01T08:00:00Z");
    private static final Duration YEARS = Duration.ofDays(1_000);

    private static final List<String> DEPARTMENTS = List.of(
            "Sales",
            "Vertrieb München",
            "営業部",
            "人力资源部",
            "𠮷野家 店舗",
            "한국 지사",
            "قسم المبيعات",
            "מחלקת שיווק",
            "Отдел продаж",
            "Τμήμα Πωλήσεων",
            "ฝ่ายขาย",
            "बिक्री विभाग",
            "Finance & \"Treasury\" <EMEA>",
            "O'Brien\\Legal",
            "🚀 Launch 👩‍👩‍👧",
            "Tab\tseparated",
            "Two\nlines",
            "Carriage\r\nreturn",
            "no\u00a0break",
            "全角\u3000空白",
            "e\u0301 combining",
            "\\N and \\. and %s ${x}");
    private static final List<String> FIRST_NAMES =
            List.of("Ana", "Björn", "伟", "さくら", "민준", "محمد", "Ольга", "Zoë", "Nguyễn", "Ürün", "José", "अनिल");
    private static final List<String> LAST_NAMES = List.of(
            "Silva", "Müller", "王", "佐藤", "김", "الأحمد", "Иванова", "O'Neil", "Văn", "Yılmaz", "García-Ruiz", "शर्मा");

    Group group(int number) {
        String department = DEPARTMENTS.get(number % DEPARTMENTS.size());
        String name = number % 41 == 40 ? null : department + " " + number;
        Instant created = created(GROUP, number);
        return new Group(
                new GroupId(cloud.id(random, GROUP, number)),
                number == 7 ? longText(number, Integer.toString(number)) : name,
                description(number, department),
                externalIds(GROUP, number),
                created,
                creator(GROUP, number),
                number % 2 == 0 ? null : created.plus(Duration.ofHours(number)),
                number % 2 == 0 ? null : creator(GROUP, number + 1));
    }

    private static @Nullable String description(int number, String department) {
        return switch (number % 4) {
            case 0 -> null;
            case 1 -> "";
            case 2 -> "All of " + department;
            default -> number == 11 ? longText(number, "…") : department;
        };
    }

    /** As long as the providers permit, and distinct by its number. */
    private static String longText(int number, String filler) {
        return (number + " " + filler.repeat(1024)).substring(0, 1024);
    }

    User user(int number) {
        String first = FIRST_NAMES.get(random.below(FIRST_NAMES.size(), 20, number));
        String last = LAST_NAMES.get(random.below(LAST_NAMES.size(), 21, number));
        Instant created = created(USER, number);
        return new User(
                cloud.id(random, USER, number),
                "user" + number,
                first + " " + last,
                number % 17 == 16 ? null : "user" + number + "@example.com",
                number % 23 == 22 ? User.Status.DISABLED : User.Status.ENABLED,
                externalIds(USER, number),
                created,
                creator(USER, number),
                number % 2 == 0 ? null : created.plus(Duration.ofDays(3)),
                number % 2 == 0 ? null : creator(USER, number + 1));
    }

    String userId(int number) {
        return cloud.id(random, USER, number);
    }

    Membership membership(GroupId group, String userId, int serial) {
        boolean told = cloud.tellsWhenMembersJoined();
        return new Membership(
                group,
                new Member.User(userId),
                Cloud.uuid(random, MEMBERSHIP, serial),
                told ? created(MEMBERSHIP, serial) : null,
                told ? creator(MEMBERSHIP, serial) : null);
    }

    private List<ExternalId> externalIds(int kind, int number) {
        if (number % 5 > 1) {
            return List.of();
        }
        ExternalId first = new ExternalId(cloud.issuer(random, number), "ext-" + kind + "-" + number);
        return number % 5 == 0
                ? List.of(first)
                : List.of(first, new ExternalId("https://login.example/外部", "zweite-" + number));
    }

    /** Nobody was a member before the group was, and the user: memberships are of the time after both. */
    private Instant created(int kind, int number) {
        long millis = random.below((int) YEARS.toSeconds(), CREATED + 10L * kind, number) * 1000L;
        return (kind == MEMBERSHIP ? FIRST_DAY.plus(YEARS) : FIRST_DAY)
                .plusMillis(millis + random.below(1000, CREATED + 10L * kind + 1, number));
    }

    private @Nullable String creator(int kind, int number) {
        return number % 6 == 5
                ? null
                : "arn:aws:sts::111122223333:assumed-role/scim/" + random.below(4, CREATOR + 10L * kind, number);
    }
}
