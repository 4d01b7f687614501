package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.fixture.SecretFiles;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerResponse;
import dev.rollcall.sandbox.AccessKey;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Fault;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.NoticeSettings;
import dev.rollcall.source.Source;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Runs fail with marked keys, passwords and a marked webhook while everything is logged; the mark appears nowhere. */
class SecretsTest {
    private static final String MARK = "m4rked";
    private static final String PASSWORD = "m4rkeddatabasepassword";

    private final SandboxFixture fixture = new SandboxFixture();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger rollcall = (Logger) LoggerFactory.getLogger("dev.rollcall");
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final List<String> told = new ArrayList<>();
    private final ScriptedServer webhook = new ScriptedServer();

    @TempDir
    Path folder = Path.of("");

    /** Call it after a context has started, since that sets the logs up anew. The console shows warnings only. */
    private void logEverything() {
        ThresholdFilter warnings = new ThresholdFilter();
        warnings.setLevel("WARN");
        warnings.start();
        root.getAppender("STDERR").addFilter(warnings);
        events.start();
        root.addAppender(events);
        root.setLevel(Level.DEBUG);
        rollcall.setLevel(Level.TRACE);
    }

    @AfterEach
    void close() {
        root.setLevel(Level.WARN);
        rollcall.setLevel(Level.INFO);
        root.detachAppender(events);
        root.getAppender("STDERR").clearAllFilters();
        webhook.close();
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void noSecretAppearsAnywhere(Cloud cloud) {
        SandboxDirectory directory = SandboxDirectory.generate(501, Shape.of(10, 100, 40), cloud);
        SecretFiles keys = SecretFiles.of(SandboxFixture.MARKED_KEY);
        Source source = fixture.source("acme", cloud, directory)
                .keys(keys)
                .notices(refusing())
                .build();
        try (WriterLogin login = new WriterLogin(fixture, PASSWORD)) {
            try (SyncApplication application =
                    SyncApplication.on(new DatabaseSettings(fixture.settings().url(), login.name(), PASSWORD))) {
                logEverything();
                keys.replace(new AccessKey(SandboxFixture.MARKED_KEY.id(), "m4rkedwrongsecret", "m4rkedsecuritytoken"));
                fails(application.sync(source));
                keys.replace(new AccessKey(SandboxFixture.MARKED_KEY.id(), "m4rkedsecretofthekey", "m4rkedwrongtoken"));
                fails(application.sync(source));
                keys.replace(SandboxFixture.MARKED_KEY);
                fixture.sandbox().faults().sessionTokensExpired(true);
                fails(application.sync(source));
                fixture.sandbox().faults().clear().denyOperation("ListUsers");
                fails(application.sync(source));
                fixture.sandbox()
                        .faults()
                        .clear()
                        .seed(1)
                        .share(Fault.CUT_OFF, 0.2)
                        .share(Fault.UNAVAILABLE_503, 0.2);
                assertThat(application.sync(source).error()).isNull();
                assertThat(webhook.requests()).isNotEmpty();
                webhook.close();
                assertThat(application.sync(source).error()).isNull();
            }
            unreachable(login, fixture.settings().url().replaceFirst(":\\d+/", ":1/"));
            unreachable(login, fixture.settings().url().replaceFirst("(/[^/?]+)(\\?.*)?$", "$1_not_there"));
        }
        fixture.published("acme").isExactly(directory);

        assertThat(events.list).extracting(ILoggingEvent::getLevel).contains(Level.DEBUG);
        assertThat(events.list).noneMatch(event -> text(event).contains(MARK));
        assertThat(told).isNotEmpty().noneMatch(text -> text.contains(MARK));
        tables().forEach(table -> assertThat(fixture.jdbc()
                        .sql("SELECT count(*) FROM " + table + " t WHERE t::text LIKE '%" + MARK + "%'")
                        .query(Long.class)
                        .single())
                .as(table)
                .isZero());
    }

    /** A webhook whose URL and secret are marked, and which takes nothing. */
    private NoticeSettings refusing() {
        try {
            webhook.respond(new ServerResponse(404, "m4rkedanswer"));
            NoticeSettings settings = new NoticeSettings(
                    URI.create(webhook.endpoint() + "/m4rkedhook?sig=m4rkedtoken"),
                    null,
                    NoticeSettings.Format.CLOUDEVENTS,
                    Files.writeString(folder.resolve("secret"), "m4rkedsecret"),
                    EnumSet.allOf(NoticeSettings.Kind.class));
            told.add(settings.toString());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fails(SyncResult result) {
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        told.add(result.toString());
        told.add(Objects.requireNonNull(result.error()).message());
    }

    private void unreachable(WriterLogin login, String url) {
        DatabaseSettings settings = new DatabaseSettings(url, login.name(), PASSWORD);
        told.add(settings.toString());
        try (Database database = new Database(settings, 1)) {
            Throwable failure = catchThrowable(() -> database.connect("rollcall"));
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            told.add(trace.toString());
        }
    }

    private List<String> tables() {
        return fixture.jdbc().sql("""
                        SELECT table_schema || '.' || table_name FROM information_schema.tables
                        WHERE table_schema IN ('batch', 'directory', 'staging') AND table_type = 'BASE TABLE'
                        """).query(String.class).list();
    }

    private static String text(ILoggingEvent event) {
        return event.getLoggerName()
                + event.getFormattedMessage()
                + event.getMDCPropertyMap()
                + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
}
