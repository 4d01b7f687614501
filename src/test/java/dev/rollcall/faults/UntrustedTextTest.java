package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.ExitCodes;
import dev.rollcall.directory.ExternalId;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.User;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.source.Source;
import dev.rollcall.sync.SyncResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names that are strange or meant to do harm are stored as they are. */
class UntrustedTextTest {
    private static final List<String> NAMES = List.of(
            "'; DROP TABLE directory.snapshot; --",
            "\"double\" and 'single' and `back` quotes, $$dollars$$",
            "back\\slash \\N \\. \\t \\\\",
            "tab\tnewline\ncarriage return\r\nend",
            "\\.\n",
            "right to left \u202Eoverride\u202C and \u2066isolate\u2069, zero\u200Bwidth",
            "\u001B[31mred\u001B[0m \u001B]0;title\u0007 \u0008",
            "\uD83D\uDE00".repeat(1_024),
            "=HYPERLINK(\"http://example.org\",\"here\")",
            "@SUM(1+1)*cmd|' /C calc'!A0",
            "<script>alert(1)</script>&amp;<img src=x onerror=alert(1)>",
            "{\"json\": [null, \"\\u0041\"]}",
            "%s %n ${jndi:ldap://example.org} {} :param ?",
            "e\u0301 and \u00E9, \u212B and \u00C5",
            " leading and trailing \u00A0\u3000 ",
            "\uFFFD\uFFFE\uFFFF\uDBFF\uDFFF");

    private final SandboxFixture fixture = new SandboxFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void namesAreStoredCharacterByCharacter(Cloud cloud) {
        SandboxDirectory directory = SandboxDirectory.empty(cloud);
        for (String name : NAMES) {
            Group group = directory.addGroup();
            directory.updateGroup(named(group, name));
            User user = directory.addUser();
            directory.updateUser(named(user, name));
            directory.addMember(group.id(), user.id());
        }
        Source source = fixture.source("acme", cloud, directory).build();
        SyncApplication application = fixture.application();
        SyncResult result = application.sync(source);

        assertThat(result.error()).isNull();
        fixture.published("acme").isExactly(directory);
        assertThat(replaced(result)).isZero();
        SyncResult again = application.sync(source);
        assertThat(Objects.requireNonNull(again.comparison()).changes().groupsChanged())
                .isZero();
        assertThat(Objects.requireNonNull(again.comparison()).changes().usersChanged())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void charactersThatPostgresCannotHoldAreReplacedAndCounted(Cloud cloud) {
        SandboxDirectory directory = SandboxDirectory.empty(cloud);
        Group group = directory.addGroup();
        directory.updateGroup(named(group, "nul\0, high \uD800, low \uDC00, swapped \uDE00\uD83D"));
        User user = directory.addUser();
        directory.updateUser(named(user, "end \uD83D"));
        directory.addMember(group.id(), user.id());
        Source source = fixture.source("acme", cloud, directory).build();
        SyncApplication application = fixture.application();
        SyncResult result = application.sync(source);

        assertThat(result.error()).isNull();
        assertThat(ExitCodes.of(result)).isZero();
        Group published = fixture.published("acme").groups().get(0);
        String clean = "nul\uFFFD, high \uFFFD, low \uFFFD, swapped \uFFFD\uFFFD";
        assertThat(published.displayName()).isEqualTo(clean);
        assertThat(published.description()).isEqualTo(clean);
        assertThat(published.externalIds().get(0).id()).isEqualTo(clean);
        assertThat(fixture.published("acme").users().get(0).displayName()).isEqualTo("end \uFFFD");
        assertThat(replaced(result)).isGreaterThanOrEqualTo(5 * 3 + 2);
        assertThat(Objects.requireNonNull(application.sync(source).comparison())
                        .changes()
                        .groupsChanged())
                .isZero();
    }

    private static Group named(Group group, String name) {
        return new Group(
                new GroupId(group.id().value()),
                name,
                name,
                List.of(new ExternalId(name, name)),
                group.createdAt(),
                group.createdBy(),
                group.updatedAt(),
                group.updatedBy());
    }

    private static User named(User user, String name) {
        return new User(
                user.id(),
                name,
                name,
                user.email(),
                user.status(),
                new ArrayList<>(user.externalIds()),
                user.createdAt(),
                user.createdBy(),
                user.updatedAt(),
                user.updatedBy());
    }

    private long replaced(SyncResult result) {
        return fixture.jdbc()
                .sql("SELECT replaced_characters FROM directory.snapshot WHERE id = ?")
                .param(result.snapshotId())
                .query(Long.class)
                .single();
    }
}
