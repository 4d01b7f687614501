package dev.rollcall.answer.evidence;

import dev.rollcall.database.SqlFile;
import dev.rollcall.store.publish.Facts;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What rows keep as digests alone, and what the links of the source's chain tell was forgotten. */
final class ForgottenCheck {
    private static final String USERS = SqlFile.read(ForgottenCheck.class, "forgotten-users");

    private final JdbcClient jdbc;
    private final int source;
    private long principals;

    /** @param source its number */
    ForgottenCheck(JdbcClient jdbc, int source) {
        this.jdbc = jdbc;
        this.source = source;
    }

    void forgotten(Facts facts) {
        principals += FactCheck.number(facts, "principals");
    }

    /** Compares, once all links were told. */
    void end() {
        Optional<String> user =
                jdbc.sql(USERS).param("source", source).query(String.class).optional();
        if (user.isPresent()) {
            throw new DisagreementException("user " + user.get()
                    + ": attributes are kept as a digest, which no link tells of, or some are there beside it");
        }
        long kept = jdbc.sql("SELECT count(*) FROM directory.principal WHERE source = ? AND digest IS NOT NULL")
                .param(source)
                .query(Long.class)
                .single();
        if (kept > principals) {
            throw new DisagreementException(
                    kept + " names of principals are kept as digests, and its chain tells of " + principals);
        }
    }
}
