package dev.rollcall.answer;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.SafeText;
import java.util.List;

/** The sources that a database knows. */
public final class KnownSources {
    private final ReadSession session;

    public KnownSources(ReadSession session) {
        this.session = session;
    }

    /** All that are not retired, sorted. */
    public List<String> current() {
        return names("SELECT f.source FROM directory.freshness f ORDER BY f.source COLLATE \"C\"");
    }

    /**
     * Those named, retired ones too, each once and in that order.
     *
     * @throws ConfigurationException when one is not known
     */
    public List<String> named(List<String> names) {
        List<String> known = all();
        names.forEach(name -> {
            if (!known.contains(name)) {
                throw new ConfigurationException("the database knows no source '" + SafeText.masked(name) + "': "
                        + NearestNames.hint(name, known));
            }
        });
        return names.stream().distinct().toList();
    }

    /** All, retired ones included, sorted. */
    public List<String> all() {
        return names("SELECT c.source FROM directory.coverage(now()) c ORDER BY c.source COLLATE \"C\"");
    }

    private List<String> names(String sql) {
        return session.jdbc().sql(sql).query(String.class).list();
    }
}
