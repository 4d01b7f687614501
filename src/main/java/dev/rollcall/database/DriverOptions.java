package dev.rollcall.database;

import dev.rollcall.directory.ConfigurationException;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * The driver's options in the database's URL, or in the service file that it names. Those are permitted that say how
 * the server is reached and trusted, and those with which a run reads and writes the same rows: tests run with each of
 * these.
 */
final class DriverOptions {
    /** The driver's log repeats what its failures say, on a second line. Held here, or its level would be forgotten. */
    private static final Logger DRIVER = Logger.getLogger("org.postgresql");

    static {
        if (DRIVER.getLevel() == null) {
            DRIVER.setLevel(Level.SEVERE);
        }
    }

    private static final Set<String> OF_THE_ADDRESS = Set.of("PGHOST", "PGPORT", "PGDBNAME", "user", "password");

    static final Set<String> OF_THE_CONNECTION = Set.of(
            "authenticationPluginClassName",
            "cancelSignalTimeout",
            "channelBinding",
            "connectTimeout",
            "gssEncMode",
            "gssResponseTimeout",
            "gssUseDefaultCreds",
            "gsslib",
            "hostRecheckSeconds",
            "jaasApplicationName",
            "jaasLogin",
            "kerberosServerName",
            "loadBalanceHosts",
            "localSocketAddress",
            "loginTimeout",
            "maxSendBufferSize",
            "pemKeyAlgorithm",
            "receiveBufferSize",
            "requireAuth",
            "scramMaxIterations",
            "sendBufferSize",
            "service",
            "socketFactory",
            "socketFactoryArg",
            "socketTimeout",
            "ssl",
            "sslNegotiation",
            "sslResponseTimeout",
            "sslcert",
            "sslfactory",
            "sslfactoryarg",
            "sslhostnameverifier",
            "sslkey",
            "sslmode",
            "sslpasswordcallback",
            "sslrootcert",
            "sspiServiceClass",
            "targetServerType",
            "tcpKeepAlive",
            "tcpNoDelay",
            "useSpnego");

    static final Set<String> OF_STATEMENTS = Set.of(
            "assumeMinServerVersion",
            "binaryTransfer",
            "binaryTransferDisable",
            "binaryTransferEnable",
            "currentSchema",
            "databaseMetadataCacheFields",
            "databaseMetadataCacheFieldsMiB",
            "defaultRowFetchSize",
            "escapeSyntaxCallMode",
            "logServerErrorDetail",
            "logUnclosedConnections",
            "options",
            "prepareThreshold",
            "preparedStatementCacheQueries",
            "preparedStatementCacheSizeMiB",
            "reWriteBatchedInserts",
            "readOnlyMode",
            "unknownLength");

    private DriverOptions() {}

    /**
     * Looks at the options before anything is sent.
     *
     * @throws ConfigurationException when the driver can't read the URL, or an option is not permitted; names it
     */
    static void check(String url) {
        Properties options = parse(url);
        options.stringPropertyNames().stream()
                .filter(name -> !OF_THE_ADDRESS.contains(name))
                .sorted()
                .forEach(name -> check(name, options.getProperty(name)));
    }

    /** The database that the URL names. */
    static String database(String url) {
        return String.valueOf(PGProperty.PG_DBNAME.getOrDefault(parse(url)));
    }

    private static Properties parse(String url) {
        Properties options = Driver.parseURL(url, null);
        if (options == null) {
            throw new ConfigurationException("ROLLCALL_DB_URL: the driver can't read it: expected"
                    + " jdbc:postgresql://HOST[:PORT]/DATABASE[?OPTION=VALUE&OPTION=VALUE]");
        }
        return options;
    }

    private static void check(String name, String value) {
        PGProperty option = PGProperty.forName(name);
        if (option == null) {
            throw new ConfigurationException(
                    "ROLLCALL_DB_URL: PostgreSQL's driver has no option '" + name + "': correct it, or leave it out");
        }
        boolean permitted = OF_THE_CONNECTION.contains(name)
                || OF_STATEMENTS.contains(name)
                || value.equals(option.getDefaultValue());
        if (!permitted) {
            throw new ConfigurationException(
                    "ROLLCALL_DB_URL: Rollcall does not work with the driver's option '" + name + "': leave it out");
        }
        @Nullable String[] choices = option.getChoices();
        if (choices != null && Stream.of(choices).noneMatch(value::equalsIgnoreCase)) {
            throw new ConfigurationException("ROLLCALL_DB_URL: the driver's option '" + name + "' is one of "
                    + String.join(", ", Arrays.asList(choices)));
        }
    }
}
