package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.ConfigurationException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGProperty;

class DriverOptionsTest {
    private static final String URL = "jdbc:postgresql://localhost/rollcall";
    private static final Set<String> ADDRESS = Set.of("PGHOST", "PGPORT", "PGDBNAME", "user", "password");

    static Stream<String> refused() {
        return names().filter(name -> !ADDRESS.contains(name)
                && !DriverOptions.OF_THE_CONNECTION.contains(name)
                && !DriverOptions.OF_STATEMENTS.contains(name));
    }

    private static Stream<String> names() {
        return Arrays.stream(PGProperty.values()).map(PGProperty::getName);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void everyOptionNotKnownToWorkIsRefusedByName(String name) {
        assertThatThrownBy(() -> DriverOptions.check(URL + "?" + name + "=other"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ROLLCALL_DB_URL")
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void thoseThatChangeWhatStatementsMeanAreAmongThem() {
        assertThat(refused())
                .contains("preferQueryMode", "stringtype", "autosave", "readOnly", "ApplicationName", "replication");
    }

    @Test
    void optionMayHaveItsDefault() {
        assertThatCode(() -> DriverOptions.check(URL + "?preferQueryMode=extended&readOnly=false&autosave=never"))
                .doesNotThrowAnyException();
    }

    @Test
    void onlyOptionsOfTheDriverArePermitted() {
        assertThat(Stream.of(DriverOptions.OF_THE_CONNECTION, DriverOptions.OF_STATEMENTS)
                        .flatMap(Set::stream)
                        .collect(Collectors.toSet()))
                .isSubsetOf(names().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sslmod=require", "SSLMODE=require", "sslmode%20=require"})
    void misspeltOptionIsRefusedInsteadOfIgnored(String option) {
        assertThatThrownBy(() -> DriverOptions.check(URL + "?" + option))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("has no option '" + name(option) + "'");
    }

    @ParameterizedTest
    @CsvSource({"sslmode=often, verify-full", "targetServerType=first, primary", "channelBinding=maybe, require"})
    void valueThatIsNoneOfTheChoicesIsRefused(String option, String choice) {
        assertThatThrownBy(() -> DriverOptions.check(URL + "?" + option))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(name(option))
                .hasMessageContaining(choice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://localhost:port/rollcall", "jdbc:postgresql://localhost/r?a=%zz"})
    void unreadableUrlIsRefused(String url) {
        assertThatThrownBy(() -> DriverOptions.check(url))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ROLLCALL_DB_URL: the driver can't read it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://one,two:5433/rollcall?targetServerType=primary&sslmode=verify-full",
                "jdbc:postgresql://[::1]:5432/rollcall",
                "jdbc:postgresql:rollcall"
            })
    void addressIsTheUsersToChoose(String url) {
        assertThatCode(() -> DriverOptions.check(url)).doesNotThrowAnyException();
        assertThat(DriverOptions.database(url)).isEqualTo("rollcall");
    }

    private static String name(String option) {
        return option.substring(0, option.indexOf('='));
    }
}
