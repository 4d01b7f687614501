package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatedProcessTest {
    private static final String FENCE = "(?s)SELECT true FROM staging\\.fence .*";
    private static final String LONG = "SET LOCAL statement_timeout = 0";
    private static final String RECORD = "(?s)\\s*UPDATE directory\\.last_run\\b.*";
    private static final String SPRING_BATCH = "(?s).*\\bBATCH_.*";

    /** A chunk that read first would wait for other threads, and for the provider, in a transaction that is idle. */
    @ParameterizedTest
    @EnumSource(
            value = Scenario.class,
            names = {"FIRST", "CHANGED"})
    void transactionsOfRunBeginWithWhatTheyWrite(Scenario scenario) {
        try (ScenarioTemplate template = ScenarioTemplate.of(scenario)) {
            List<String> begun = template.unharmed().begun();

            assertThat(begun).anyMatch(sql -> sql.matches(FENCE)).anyMatch(sql -> sql.matches(LONG));
            assertThat(begun)
                    .filteredOn(sql -> !sql.matches(FENCE)
                            && !sql.matches(LONG)
                            && !sql.matches(RECORD)
                            && !sql.matches(SPRING_BATCH))
                    .isEmpty();
        }
    }
}
