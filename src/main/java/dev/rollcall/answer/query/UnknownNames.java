package dev.rollcall.answer.query;

import dev.rollcall.answer.ReadSession;
import dev.rollcall.directory.SafeText;
import java.util.ArrayList;
import java.util.List;

/**
 * Which groups and people a built-in query was asked about that were never published. An answer without rows means
 * nothing then: the name may be misspelled.
 */
public final class UnknownNames {
    private static final String GROUP = """
            SELECT EXISTS (SELECT FROM directory.group_periods g
                            WHERE g.source = :source AND (g.group_id = :name OR g.display_name = :name))""";
    private static final String USER = """
            SELECT EXISTS (SELECT FROM directory.user_periods u
                            WHERE u.source = :source AND :name IN (u.user_id, u.user_name, u.email))
                OR EXISTS (SELECT FROM directory.membership_periods m
                            WHERE m.source = :source AND m.member_id = :name)""";

    private UnknownNames() {}

    /** A line for each, none when all are known. */
    public static List<String> of(Query query, BoundValues values, ReadSession session) {
        List<String> lines = new ArrayList<>();
        if (!query.isBuiltIn()) {
            return lines;
        }
        for (QueryParameter parameter : query.head().parameters()) {
            String name = parameter.name();
            boolean user = name.equals("user");
            if (user || name.equals("group") || name.equals("other_group")) {
                String source = values.text("source");
                String asked = values.text(name);
                if (!known(user ? USER : GROUP, source, asked, session)) {
                    lines.add((user ? "no member or user" : "no group") + " of source " + source + " ever had the id"
                            + (user ? ", user name or e-mail address" : " or name") + " '" + SafeText.masked(asked)
                            + "'");
                }
            }
        }
        return lines;
    }

    private static boolean known(String sql, String source, String name, ReadSession session) {
        return session.jdbc()
                .sql(sql)
                .param("source", source)
                .param("name", name)
                .query(Boolean.class)
                .single();
    }
}
