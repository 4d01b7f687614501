package dev.rollcall.readers;

import java.util.List;
import java.util.Map;

/**
 * What a reporting query answers on {@code reporting-fixture.sql}.
 *
 * @param question in words, for the test report
 * @param answer names of the columns, then rows; {@code -} is null
 */
record ReportingExample(String question, String file, Map<String, String> values, String answer) {
    /** Of the query. */
    String name() {
        return file.replaceFirst("\\.sql$", "");
    }

    List<String> columns() {
        return List.of(answer.lines().findFirst().orElseThrow().split("\\|"));
    }

    @Override
    public String toString() {
        return file + ": " + question;
    }

    static List<ReportingExample> all() {
        return List.of(
                new ReportingExample(
                        "by name", "members-of-a-group.sql", Map.of("source", "aws", "group", "Finance Readers"), """
                        group_id|group_name|member_type|member_id|user_name|member_name|email|member_since
                        g1|Finance Readers|user|u1|ann|Ann Ames|ann@example.org|2026-03-01 09:00:00+13
                        g1|Finance Readers|user|u2|bob|Bob Bell|bob@example.org|2026-03-20 09:00:00+13
                        g1|Finance Readers|user|u9|-|-|-|2026-03-10 09:00:00+13
                        """),
                new ReportingExample(
                        "by a name in need of quoting",
                        "members-of-a-group.sql",
                        Map.of("source", "aws", "group", "Anna's Team"),
                        """
                        group_id|group_name|member_type|member_id|user_name|member_name|email|member_since
                        g2|Anna's Team|user|u1|ann|Ann Ames|ann@example.org|2026-03-20 09:00:00+13
                        g2|Anna's Team|user|u2|bob|Bob Bell|bob@example.org|2026-03-10 09:00:00+13
                        g2|Anna's Team|group|u4|-|-|-|2026-03-10 09:00:00+13
                        """),
                new ReportingExample("by id", "members-of-a-group.sql", Map.of("source", "aws", "group", "g6"), """
                        group_id|group_name|member_type|member_id|user_name|member_name|email|member_since
                        g6|-|user|u1|ann|Ann Ames|ann@example.org|2026-03-10 09:00:00+13
                        """),
                new ReportingExample(
                        "a group of another source with the same id and name",
                        "members-of-a-group.sql",
                        Map.of("source", "hw", "group", "g1"),
                        """
                        group_id|group_name|member_type|member_id|user_name|member_name|email|member_since
                        g1|Finance Readers|user|u1|zoe|Zoe Zorn|zoe@example.org|2026-03-05 09:00:00+13
                        """),
                new ReportingExample(
                        "one that left later is there, one that came later is not",
                        "members-of-a-group-as-of.sql",
                        Map.of("source", "aws", "group", "Finance Readers", "as_of", "2026-03-05"),
                        """
                        group_id|group_name|member_type|member_id|user_name|member_name|email|member_from|member_to
                        g1|Finance Readers|user|u1|ann|Ann Ames|ann@example.org|2026-03-01 09:00:00+13|-
                        g1|Finance Readers|user|u5|eve|Eve Eden|eve@example.org|2026-03-01 09:00:00+13|2026-03-20 09:00:00+13
                        g1|Finance Readers|user|u2|robert|Bob Bell|bob@example.org|2026-03-01 09:00:00+13|2026-03-10 09:00:00+13
                        """),
                new ReportingExample(
                        "by the name it had then",
                        "members-of-a-group-as-of.sql",
                        Map.of("source", "aws", "group", "Team A", "as_of", "2026-03-09T19:59:59Z"),
                        """
                        group_id|group_name|member_type|member_id|user_name|member_name|email|member_from|member_to
                        g2|Team A|user|u1|ann|Ann Ames|ann@example.org|2026-03-01 09:00:00+13|2026-03-20 09:00:00+13
                        """),
                new ReportingExample(
                        "a snapshot counts from the very moment of its publication",
                        "members-of-a-group-as-of.sql",
                        Map.of("source", "aws", "group", "g2", "as_of", "2026-03-09T20:00:00Z"),
                        """
                        group_id|group_name|member_type|member_id|user_name|member_name|email|member_from|member_to
                        g2|Anna's Team|user|u1|ann|Ann Ames|ann@example.org|2026-03-01 09:00:00+13|2026-03-20 09:00:00+13
                        g2|Anna's Team|user|u2|robert|Bob Bell|bob@example.org|2026-03-10 09:00:00+13|-
                        g2|Anna's Team|group|u4|-|-|-|2026-03-10 09:00:00+13|-
                        """),
                new ReportingExample(
                        "nothing was known before the first snapshot",
                        "members-of-a-group-as-of.sql",
                        Map.of("source", "aws", "group", "g1", "as_of", "2026-03-01 08:59:59.999999"),
                        """
                        group_id|group_name|member_type|member_id|user_name|member_name|email|member_from|member_to
                        """),
                new ReportingExample(
                        "by user name", "groups-of-a-user.sql", Map.of("source", "aws", "user", "ann"), """
                        member_type|member_id|user_name|group_id|group_name|member_since
                        user|u1|ann|g2|Anna's Team|2026-03-20 09:00:00+13
                        user|u1|ann|g1|Finance Readers|2026-03-01 09:00:00+13
                        user|u1|ann|g6|-|2026-03-10 09:00:00+13
                        """),
                new ReportingExample(
                        "by e-mail address",
                        "groups-of-a-user.sql",
                        Map.of("source", "aws", "user", "bob@example.org"),
                        """
                        member_type|member_id|user_name|group_id|group_name|member_since
                        user|u2|bob|g2|Anna's Team|2026-03-10 09:00:00+13
                        user|u2|bob|g1|Finance Readers|2026-03-20 09:00:00+13
                        """),
                new ReportingExample(
                        "a member that the listing of users lacks, by id",
                        "groups-of-a-user.sql",
                        Map.of("source", "aws", "user", "u9"),
                        """
                        member_type|member_id|user_name|group_id|group_name|member_since
                        user|u9|-|g1|Finance Readers|2026-03-10 09:00:00+13
                        """),
                new ReportingExample(
                        "as of a time, under the name of then",
                        "groups-of-a-user-as-of.sql",
                        Map.of("source", "aws", "user", "robert", "as_of", "2026-03-12T00:00:00Z"),
                        """
                        member_type|member_id|user_name|group_id|group_name|member_from|member_to
                        user|u2|robert|g2|Anna's Team|2026-03-10 09:00:00+13|-
                        """),
                new ReportingExample(
                        "certain, and not excluded since the group could not be read in between",
                        "possible-groups-of-a-user.sql",
                        Map.of("source", "aws", "user", "bob@example.org", "at", "2026-03-12T00:00:00Z"),
                        """
                        member_type|member_id|group_id|group_name|answer|seen_from|seen_to|basis
                        user|u2|g2|Anna's Team|yes|2026-03-10 08:59:00+13|2026-03-20 08:00:00+13|same membership
                        user|u2|g1|Finance Readers|not observed|2026-03-01 08:00:00+13|2026-03-20 08:59:00+13|another membership
                        """),
                new ReportingExample(
                        "left and came back, by a former user name",
                        "groups-of-a-user-over-time.sql",
                        Map.of("source", "aws", "user", "robert"),
                        """
                        member_type|member_id|user_name|group_id|group_name|member_from|member_to|added_by
                        user|u2|robert|g1|Finance Readers|2026-03-01 09:00:00+13|2026-03-10 09:00:00+13|-
                        user|u2|bob|g1|Finance Readers|2026-03-20 09:00:00+13|-|admin
                        user|u2|robert|g2|Anna's Team|2026-03-10 09:00:00+13|-|-
                        """),
                new ReportingExample(
                        "a membership's creator became known later",
                        "groups-of-a-user-over-time.sql",
                        Map.of("source", "aws", "user", "u1"),
                        """
                        member_type|member_id|user_name|group_id|group_name|member_from|member_to|added_by
                        user|u1|ann|g1|Finance Readers|2026-03-01 09:00:00+13|-|admin
                        user|u1|ann|g2|Team A|2026-03-01 09:00:00+13|2026-03-20 09:00:00+13|-
                        user|u1|ann|g2|Anna's Team|2026-03-20 09:00:00+13|-|admin
                        user|u1|ann|g6|-|2026-03-10 09:00:00+13|-|-
                        """),
                new ReportingExample(
                        "a user deleted since, by e-mail address",
                        "groups-of-a-user-over-time.sql",
                        Map.of("source", "aws", "user", "eve@example.org"),
                        """
                        member_type|member_id|user_name|group_id|group_name|member_from|member_to|added_by
                        user|u5|eve|g1|Finance Readers|2026-03-01 09:00:00+13|2026-03-20 09:00:00+13|-
                        user|u5|eve|g8|Left|2026-03-01 09:00:00+13|2026-03-20 09:00:00+13|-
                        """),
                new ReportingExample(
                        "in a group deleted since, by user name",
                        "groups-of-a-user-over-time.sql",
                        Map.of("source", "aws", "user", "cyd"),
                        """
                        member_type|member_id|user_name|group_id|group_name|member_from|member_to|added_by
                        user|u3|cyd|g4|Interns|2026-03-01 09:00:00+13|2026-03-10 09:00:00+13|-
                        """),
                new ReportingExample(
                        "what a first reading found, in a group that became readable or came into the scope",
                        "groups-of-a-user-over-time.sql",
                        Map.of("source", "list", "user", "u1"),
                        """
                        member_type|member_id|user_name|group_id|group_name|member_from|member_to|added_by
                        user|u1|-|l1|First|2026-03-02 09:00:00+13|2026-03-25 09:00:00+13|-
                        user|u1|-|l2|Second|2026-03-12 09:00:00+13|-|-
                        user|u1|-|l3|Third|2026-03-22 09:00:00+13|-|-
                        """),
                new ReportingExample(
                        "what a first reading found did not join, what the scope left out did not leave",
                        "joined-and-left.sql",
                        Map.of("source", "list", "from", "2026-01-01", "to", "2026-04-01"),
                        """
                        changed_at|kind|group_id|group_name|member_type|member_id|user_name|added_by
                        """),
                new ReportingExample(
                        "left out by the scope",
                        "history-of-a-group.sql",
                        Map.of("source", "list", "group", "l1"),
                        """
                        changed_at|kind|group_id|group_name|member_type|member_id|user_name|before|after
                        """),
                new ReportingExample(
                        "the first time counts, the last does not",
                        "joined-and-left.sql",
                        Map.of("source", "aws", "from", "2026-03-10 09:00", "to", "2026-03-20 09:00"),
                        """
                        changed_at|kind|group_id|group_name|member_type|member_id|user_name|added_by
                        2026-03-10 09:00:00+13|member-left|g1|Finance Readers|user|u2|robert|-
                        2026-03-10 09:00:00+13|member-joined|g1|Finance Readers|user|u9|-|-
                        2026-03-10 09:00:00+13|member-joined|g2|Anna's Team|group|u4|-|-
                        2026-03-10 09:00:00+13|member-joined|g2|Anna's Team|user|u2|robert|-
                        2026-03-10 09:00:00+13|member-left|g4|Interns|user|u3|cyd|-
                        2026-03-10 09:00:00+13|member-joined|g6|-|user|u1|ann|-
                        """),
                new ReportingExample(
                        "the first snapshot's members did not join",
                        "joined-and-left.sql",
                        Map.of("source", "aws", "from", "2026-01-01", "to", "2026-03-10 09:00"),
                        """
                        changed_at|kind|group_id|group_name|member_type|member_id|user_name|added_by
                        """),
                new ReportingExample(
                        "who added the member is told",
                        "joined-and-left.sql",
                        Map.of("source", "aws", "from", "2026-03-20", "to", "2026-03-21"),
                        """
                        changed_at|kind|group_id|group_name|member_type|member_id|user_name|added_by
                        2026-03-20 09:00:00+13|member-joined|g1|Finance Readers|user|u2|bob|admin
                        2026-03-20 09:00:00+13|member-left|g1|Finance Readers|user|u5|eve|-
                        2026-03-20 09:00:00+13|member-left|g8|Left|user|u5|eve|-
                        """),
                new ReportingExample(
                        "renamed and joined",
                        "history-of-a-group.sql",
                        Map.of("source", "aws", "group", "Anna's Team"),
                        """
                        changed_at|kind|group_id|group_name|member_type|member_id|user_name|before|after
                        2026-03-10 09:00:00+13|group-changed|g2|Anna's Team|-|-|-|{"created_at": null, "created_by": null, "updated_at": null, "updated_by": null, "description": "", "display_name": "Team A", "external_ids": []}|{"created_at": null, "created_by": null, "updated_at": null, "updated_by": null, "description": "", "display_name": "Anna's Team", "external_ids": []}
                        2026-03-10 09:00:00+13|member-joined|g2|Anna's Team|group|u4|-|-|{"created_at": null, "created_by": null, "membership_id": "m7"}
                        2026-03-10 09:00:00+13|member-joined|g2|Anna's Team|user|u2|robert|-|{"created_at": null, "created_by": null, "membership_id": "m6"}
                        """),
                new ReportingExample(
                        "deleted, by its last name",
                        "history-of-a-group.sql",
                        Map.of("source", "aws", "group", "Interns"),
                        """
                        changed_at|kind|group_id|group_name|member_type|member_id|user_name|before|after
                        2026-03-10 09:00:00+13|group-deleted|g4|Interns|-|-|-|{"created_at": null, "created_by": null, "updated_at": null, "updated_by": null, "description": null, "display_name": "Interns", "external_ids": []}|-
                        2026-03-10 09:00:00+13|member-left|g4|Interns|user|u3|cyd|{"created_at": null, "created_by": null, "membership_id": "m8"}|-
                        """),
                new ReportingExample(
                        "never had members, or lost them; a group never read is not empty",
                        "empty-groups.sql",
                        Map.of("source", "aws"),
                        """
                        group_id|group_name|description|created_at|created_by|empty_since
                        g8|Left||-|-|2026-03-20 09:00:00+13
                        g3|Nobody|-|2025-01-01 12:00:00+13|admin|-
                        """),
                new ReportingExample(
                        "of equal size the smaller id comes first",
                        "largest-groups.sql",
                        Map.of("source", "aws", "top", "3"),
                        """
                        group_id|group_name|member_count|description
                        g1|Finance Readers|3|Read the books
                        g2|Anna's Team|3|
                        g6|-|1|-
                        """),
                new ReportingExample(
                        "no more than asked for", "largest-groups.sql", Map.of("source", "aws", "top", "1"), """
                        group_id|group_name|member_count|description
                        g1|Finance Readers|3|Read the books
                        """),
                new ReportingExample(
                        "a member of another kind with the user's id is not the user",
                        "users-in-no-group.sql",
                        Map.of("source", "aws"),
                        """
                        user_id|user_name|display_name|email|status|created_at
                        u3|cyd|Cyd Cole|-|-|2025-02-01 12:00:00+13
                        u4|dan|Dan Dale|dan@example.org|enabled|-
                        """),
                new ReportingExample(
                        "in more than one", "users-in-many-groups.sql", Map.of("source", "aws", "more_than", "1"), """
                        user_id|user_name|display_name|email|group_count
                        u1|ann|Ann Ames|ann@example.org|3
                        u2|bob|Bob Bell|bob@example.org|2
                        """),
                new ReportingExample(
                        "as many as named is not more",
                        "users-in-many-groups.sql",
                        Map.of("source", "aws", "more_than", "2"),
                        """
                        user_id|user_name|display_name|email|group_count
                        u1|ann|Ann Ames|ann@example.org|3
                        """),
                new ReportingExample(
                        "disabled, unknown and returned members",
                        "access-review.sql",
                        Map.of("source", "aws", "group", "Finance Readers"),
                        """
                        group_id|group_name|member_type|member_id|user_name|member_name|email|status|added_at|added_by|member_since|gap_since
                        g1|Finance Readers|user|u1|ann|Ann Ames|ann@example.org|enabled|2025-06-01 12:00:00+12|admin|2026-03-01 09:00:00+13|-
                        g1|Finance Readers|user|u2|bob|Bob Bell|bob@example.org|disabled|2026-03-15 12:00:00+13|admin|2026-03-20 09:00:00+13|-
                        g1|Finance Readers|user|u9|-|-|-|-|-|-|2026-03-10 09:00:00+13|-
                        """),
                new ReportingExample(
                        "a group in gap says so", "access-review.sql", Map.of("source", "aws", "group", "g6"), """
                        group_id|group_name|member_type|member_id|user_name|member_name|email|status|added_at|added_by|member_since|gap_since
                        g6|-|user|u1|ann|Ann Ames|ann@example.org|enabled|-|-|2026-03-10 09:00:00+13|2026-03-20 09:00:00+13
                        """),
                new ReportingExample("disabled now", "groups-of-disabled-users.sql", Map.of("source", "aws"), """
                        user_id|user_name|display_name|email|group_id|group_name|member_since
                        u2|bob|Bob Bell|bob@example.org|g2|Anna's Team|2026-03-10 09:00:00+13
                        u2|bob|Bob Bell|bob@example.org|g1|Finance Readers|2026-03-20 09:00:00+13
                        """),
                new ReportingExample(
                        "each kind of change", "changes-of-the-last-snapshot.sql", Map.of("source", "aws"), """
                        snapshot_id|changed_at|kind|group_id|group_name|member_type|member_id|user_name|changed_attributes|before|after
                        4|2026-03-20 09:00:00+13|group-created|g5|Late|-|-|-|-|-|{"created_at": null, "created_by": null, "updated_at": null, "updated_by": null, "description": null, "display_name": "Late", "external_ids": []}
                        4|2026-03-20 09:00:00+13|member-joined|g1|Finance Readers|user|u2|bob|-|-|{"created_at": "2026-03-14T23:00:00.000000Z", "created_by": "admin", "membership_id": "m12"}
                        4|2026-03-20 09:00:00+13|member-left|g1|Finance Readers|user|u5|eve|-|{"created_at": null, "created_by": null, "membership_id": "m3"}|-
                        4|2026-03-20 09:00:00+13|member-left|g8|Left|user|u5|eve|-|{"created_at": null, "created_by": null, "membership_id": "m9"}|-
                        4|2026-03-20 09:00:00+13|user-changed|-|-|user|u2|bob|status, user_name|{"email": "bob@example.org", "status": "enabled", "user_name": "robert", "created_at": null, "created_by": null, "updated_at": null, "updated_by": null, "display_name": "Bob Bell", "external_ids": []}|{"email": "bob@example.org", "status": "disabled", "user_name": "bob", "created_at": null, "created_by": null, "updated_at": null, "updated_by": null, "display_name": "Bob Bell", "external_ids": []}
                        4|2026-03-20 09:00:00+13|user-deleted|-|-|user|u5|eve|-|{"email": "eve@example.org", "status": "enabled", "user_name": "eve", "created_at": null, "created_by": null, "updated_at": null, "updated_by": null, "display_name": "Eve Eden", "external_ids": []}|-
                        """),
                new ReportingExample(
                        "a first snapshot changes nothing",
                        "changes-of-the-last-snapshot.sql",
                        Map.of("source", "hw"),
                        """
                        snapshot_id|changed_at|kind|group_id|group_name|member_type|member_id|user_name|changed_attributes|before|after
                        """),
                new ReportingExample(
                        "open snapshots and sources never published included", "freshness.sql", Map.of(), """
                        source|provider|identity_store_id|snapshot_id|published_at|age|history_from|users_read_at|groups|memberships|users|gaps|last_begun|last_outcome
                        aws|aws|d-1|4|2026-03-20 09:00:00+13|AGE|2026-03-01 09:00:00+13|2026-03-20 08:59:00+13|6|7|4|3|5|open
                        hw|huawei|d-2|3|2026-03-05 09:00:00+13|AGE|2026-03-05 09:00:00+13|2026-03-05 08:59:00+13|1|1|1|0|3|published
                        idle|aws|d-3|-|-|-|-|-|-|-|-|0|-|-
                        list|aws|d-4|9|2026-03-25 09:00:00+13|AGE|2026-03-02 09:00:00+13|-|2|2|0|0|9|published
                        """),
                new ReportingExample(
                        "ended gaps are gone, groups never published are there", "gaps.sql", Map.of(), """
                        source|group_id|group_name|reason|since|member_count
                        aws|g5|Late|HTTP 503|2026-03-20 09:00:00+13|-
                        aws|g6|-|HTTP 503|2026-03-20 09:00:00+13|1
                        aws|g7|-|access denied|2026-03-10 09:00:00+13|-
                        """),
                new ReportingExample(
                        "one source was known before the other",
                        "coverage-as-of.sql",
                        Map.of("as_of", "2026-03-03"),
                        """
                        source|covered
                        aws|t
                        hw|f
                        idle|f
                        list|t
                        """),
                new ReportingExample(
                        "in both, and in one alone",
                        "overlap-of-two-groups.sql",
                        Map.of("source", "aws", "group", "Finance Readers", "other_group", "g2"),
                        """
                        overlap|member_type|member_id|user_name|member_name|email|member_since|member_of_other_since
                        both|user|u1|ann|Ann Ames|ann@example.org|2026-03-01 09:00:00+13|2026-03-20 09:00:00+13
                        both|user|u2|bob|Bob Bell|bob@example.org|2026-03-20 09:00:00+13|2026-03-10 09:00:00+13
                        group|user|u9|-|-|-|2026-03-10 09:00:00+13|-
                        other_group|group|u4|-|-|-|-|2026-03-10 09:00:00+13
                        """),
                new ReportingExample("the same members", "duplicate-groups.sql", Map.of("source", "list"), """
                        same_as|groups|group_id|group_name|member_count|description
                        l2|2|l2|Second|1|-
                        l2|2|l3|Third|1|-
                        """),
                new ReportingExample(
                        "none has another's members", "duplicate-groups.sql", Map.of("source", "aws"), """
                        same_as|groups|group_id|group_name|member_count|description
                        """),
                new ReportingExample(
                        "a group in gap says so",
                        "groups-without-change.sql",
                        Map.of("source", "aws", "since", "2026-03-10 09:00"),
                        """
                        group_id|group_name|description|member_count|created_at|created_by|gap_since
                        g2|Anna's Team||3|-|-|-
                        g3|Nobody|-|0|2025-01-01 12:00:00+13|admin|-
                        g6|-|-|1|-|-|2026-03-20 09:00:00+13
                        """),
                new ReportingExample(
                        "never listed, and of another kind",
                        "memberships-of-vanished-users.sql",
                        Map.of("source", "aws"),
                        """
                        user_id|last_user_name|last_display_name|vanished_at|group_id|group_name|member_since
                        u9|-|-|-|g1|Finance Readers|2026-03-10 09:00:00+13
                        """),
                new ReportingExample("a month of two snapshots", "growth-per-month.sql", Map.of("source", "aws"), """
                        month|snapshots|groups|memberships|users|more_groups|more_memberships|more_users|groups_created|groups_deleted|members_joined|members_left|users_created|users_deleted
                        2026-02|1|5|6|5|-|-|-|-|-|-|-|-|-
                        2026-03|2|6|7|4|1|1|-1|-|-|-|-|-|-
                        """),
                new ReportingExample(
                        "nine tenths and more", "users-near-the-limit.sql", Map.of("source", "aws", "limit", "3"), """
                        user_id|user_name|display_name|email|group_count|left_over
                        u1|ann|Ann Ames|ann@example.org|3|0
                        """),
                new ReportingExample("by external id, then by e-mail address", "same-person.sql", Map.of(), """
                        matched_by|issuer|matched|source|user_id|user_name|status|other_source|other_user_id|other_user_name|other_status
                        external id|https://idp.example|7|aws|u4|dan|enabled|hw|u1|zoe|disabled
                        e-mail|-|bob@example.org|aws|u2|bob|disabled|hw|u2|bob2|enabled
                        """),
                new ReportingExample(
                        "by a former user name",
                        "changes-of-a-user.sql",
                        Map.of("source", "aws", "user", "robert", "since", "2026-03-10 09:00"),
                        """
                        changed_at|kind|member_type|member_id|user_name|group_id|group_name|changed_attributes|before|after
                        2026-03-10 09:00:00+13|member-left|user|u2|robert|g1|Finance Readers|-|{"created_at": null, "created_by": null, "membership_id": "m2"}|-
                        2026-03-10 09:00:00+13|member-joined|user|u2|robert|g2|Anna's Team|-|-|{"created_at": null, "created_by": null, "membership_id": "m6"}
                        2026-03-20 09:00:00+13|user-changed|user|u2|bob|-|-|status, user_name|{"email": "bob@example.org", "status": "enabled", "user_name": "robert", "created_at": null, "created_by": null, "updated_at": null, "updated_by": null, "display_name": "Bob Bell", "external_ids": []}|{"email": "bob@example.org", "status": "disabled", "user_name": "bob", "created_at": null, "created_by": null, "updated_at": null, "updated_by": null, "display_name": "Bob Bell", "external_ids": []}
                        2026-03-20 09:00:00+13|member-joined|user|u2|bob|g1|Finance Readers|-|-|{"created_at": "2026-03-14T23:00:00.000000Z", "created_by": "admin", "membership_id": "m12"}
                        """),
                new ReportingExample(
                        "a time counts from its very moment",
                        "who-added-whom.sql",
                        Map.of("source", "aws", "from", "2026-03-10 09:00", "to", "2026-03-20 09:00:01"),
                        """
                        added_by|added_at|changed_at|group_id|group_name|member_type|member_id|user_name
                        admin|2026-03-15 12:00:00+13|2026-03-20 09:00:00+13|g1|Finance Readers|user|u2|bob
                        -|-|2026-03-10 09:00:00+13|g1|Finance Readers|user|u9|-
                        -|-|2026-03-10 09:00:00+13|g2|Anna's Team|group|u4|-
                        -|-|2026-03-10 09:00:00+13|g2|Anna's Team|user|u2|robert
                        -|-|2026-03-10 09:00:00+13|g6|-|user|u1|ann
                        """),
                new ReportingExample(
                        "new and deleted",
                        "new-and-deleted-groups.sql",
                        Map.of("source", "aws", "from", "2026-03-01", "to", "2026-04-01"),
                        """
                        changed_at|kind|group_id|group_name|description|created_at|created_by
                        2026-03-10 09:00:00+13|group-created|g6|-|-|-|-
                        2026-03-10 09:00:00+13|group-deleted|g4|Interns|-|-|-
                        2026-03-20 09:00:00+13|group-created|g5|Late|-|-|-
                        """));
    }
}
