package dev.rollcall;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.rollcall.directory.Provider;
import java.util.Arrays;
import org.jspecify.annotations.NullMarked;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which room may know which: a page walks from left to right, and lower floors know nothing of higher ones. */
@AnalyzeClasses(packagesOf = Rollcall.class, importOptions = ArchitectureTest.MainClasses.class)
class ArchitectureTest {
    private static final String ROOT = "dev.rollcall";
    /** Every package beside the port but what the adapters share and what paces them. */
    private static final DescribedPredicate<JavaClass> ADAPTERS = resideInAPackage("dev.rollcall.directory.*..")
            .and(resideInAnyPackage("dev.rollcall.directory.wire", "dev.rollcall.directory.pacing")
                    .negate())
            .as("adapters");

    /** Classes of src/main, in whichever folder the build keeps them. */
    static final class MainClasses implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }

    @ArchTest
    static final ArchRule the_port_knows_no_other_room = room("directory").knowsOnly();

    @ArchTest
    static final ArchRule pacing_knows_the_port = room("directory.pacing").knowsOnly("directory");

    @ArchTest
    static final ArchRule what_adapters_share_knows_the_port =
            room("directory.wire").knowsOnly("directory");

    @ArchTest
    static final ArchRule an_adapter_knows_the_port_and_the_wire = noClasses()
            .that(ADAPTERS)
            .should()
            .dependOnClassesThat(resideInAPackage("dev.rollcall..")
                    .and(resideInAnyPackage("dev.rollcall.directory", "dev.rollcall.directory.wire")
                            .negate())
                    .and(ADAPTERS.negate()));

    @ArchTest
    static final ArchRule no_adapter_knows_another = slices().matching("dev.rollcall.directory.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(alwaysTrue(), resideInAPackage("dev.rollcall.directory.wire"));

    @ArchTest
    static final ArchRule job_files_know_the_port = room("source").knowsOnly("directory");

    @ArchTest
    static final ArchRule the_database_knows_errors_alone = room("database").knowsOnly("directory");

    @ArchTest
    static final ArchRule the_store_of_sources_knows_the_database =
            room("store.source").knowsOnly("database", "directory");

    @ArchTest
    static final ArchRule staging_proves_its_run_and_writes_records =
            room("store.staging").knowsOnly("store.source", "database", "directory");

    @ArchTest
    static final ArchRule snapshots_know_staging_and_sources =
            room("store.snapshot").knowsOnly("store.staging", "store.source", "database", "directory");

    @ArchTest
    static final ArchRule publish_is_the_uppermost_room_of_the_store =
            room("store.publish").knowsOnly("store.snapshot", "store.staging", "store.source", "database", "directory");

    @ArchTest
    static final ArchRule notices_know_the_sources_lock_and_the_way_to_a_webhook =
            room("notice").knowsOnly("store.source", "source", "directory.wire", "directory");

    @ArchTest
    static final ArchRule retention_takes_away_what_was_published =
            room("store.retention").knowsOnly("store.publish", "store.source", "database", "directory");

    @ArchTest
    static final ArchRule questions_share_what_the_database_offers =
            room("answer").knowsOnly("database", "directory");

    @ArchTest
    static final ArchRule formats_know_how_times_and_untrusted_text_are_told =
            room("answer.format").knowsOnly("answer", "directory");

    @ArchTest
    static final ArchRule the_report_knows_what_questions_share =
            room("answer.report").knowsOnly("answer", "database", "directory");

    @ArchTest
    static final ArchRule exports_know_what_questions_share =
            room("answer.export").knowsOnly("answer.format", "answer", "database", "directory");

    @ArchTest
    static final ArchRule only_exports_know_parquet = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".answer.export")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.parquet..");

    @ArchTest
    static final ArchRule only_what_is_closed_reads_rows_as_a_stream_that_keeps_a_connection = noClasses()
            .that()
            .areNotAssignableTo(AutoCloseable.class)
            .should()
            .callMethod(JdbcClient.MappedQuerySpec.class, "stream");

    @ArchTest
    static final ArchRule evidence_knows_the_form_of_the_chain = room("answer.evidence")
            .knowsOnly("answer.export", "answer.format", "answer", "store.publish", "source", "database", "directory");

    @ArchTest
    static final ArchRule the_list_of_snapshots_knows_what_questions_share =
            room("answer.snapshot").knowsOnly("answer.format", "answer", "database", "directory");

    @ArchTest
    static final ArchRule differences_know_what_questions_share =
            room("answer.diff").knowsOnly("answer", "database", "directory");

    @ArchTest
    static final ArchRule reporting_queries_know_what_questions_share =
            room("answer.query").knowsOnly("answer.format", "answer", "directory");

    @ArchTest
    static final ArchRule the_door_of_sync_knows_what_results_tell =
            room("sync").knowsOnly("store.publish", "store.snapshot", "store.staging", "source", "directory");

    @ArchTest
    static final ArchRule the_wiring_of_the_store_knows_its_rooms =
            room("store").knowsOnly("store.publish", "store.snapshot", "store.staging", "store.source", "database");

    @ArchTest
    static final ArchRule a_run_knows_what_it_runs_on = room("sync.run")
            .knowsOnly(
                    "sync",
                    "notice",
                    "store.publish",
                    "store.snapshot",
                    "store.staging",
                    "store.source",
                    "database",
                    "source",
                    "directory.pacing",
                    "directory.wire",
                    "directory");

    @ArchTest
    static final ArchRule steps_know_their_run = room("sync.step")
            .knowsOnly(
                    "sync.run",
                    "sync",
                    "store",
                    "store.publish",
                    "store.snapshot",
                    "store.staging",
                    "store.source",
                    "database",
                    "source",
                    "directory.pacing",
                    "directory");

    @ArchTest
    static final ArchRule steps_readers_and_writers_are_hidden_behind_their_module = classes()
            .that()
            .resideInAPackage(ROOT + ".sync.step")
            .and()
            .doNotHaveSimpleName("SyncModule")
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule nothing_below_knows_sync_but_workers_and_the_command_line = noClasses()
            .that(resideInAnyPackage(ROOT, ROOT + ".cli..", ROOT + ".sync..", ROOT + ".worker")
                    .negate())
            .should()
            .dependOnClassesThat(resideInAnyPackage(ROOT, ROOT + ".cli..", ROOT + ".sync..", ROOT + ".worker"));

    @ArchTest
    static final ArchRule workers_know_no_command = noClasses()
            .that()
            .resideInAPackage(ROOT + ".worker")
            .should()
            .dependOnClassesThat(resideInAnyPackage(ROOT, ROOT + ".cli.."));

    @ArchTest
    static final ArchRule the_command_line_enters_sync_by_its_door = noClasses()
            .that()
            .resideInAPackage(ROOT + ".cli..")
            .and()
            .doNotHaveFullyQualifiedName("dev.rollcall.cli.SyncContext")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".sync.run", ROOT + ".sync.step");

    @ArchTest
    static final ArchRule a_worker_enters_sync_by_its_door =
            room("worker").knowsOnly("sync", "store.source", "database", "source", "directory");

    @ArchTest
    static final ArchRule only_workers_and_schedules_know_the_scheduler = noClasses()
            .that(resideInAnyPackage(ROOT + ".worker", ROOT + ".source").negate())
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.github.kagkarlsson..");

    @ArchTest
    static final ArchRule metrics_know_the_views_and_the_way_to_the_network =
            room("metrics").knowsOnly("database", "directory", "directory.wire");

    @ArchTest
    static final ArchRule only_metrics_know_who_takes_them = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".metrics")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.prometheus..");

    @ArchTest
    static final ArchRule the_log_knows_the_filter_for_untrusted_text =
            room("log").knowsOnly("directory");

    @ArchTest
    static final ArchRule checks_know_no_command = room("cli.check")
            .knowsOnly("worker", "sync", "store.publish", "store.source", "database", "source", "directory");

    @ArchTest
    static final ArchRule completion_knows_no_command = room("cli.completion").knowsOnly();

    @ArchTest
    static final ArchRule progress_knows_no_command =
            room("cli.progress").knowsOnly("cli.text", "sync", "source", "directory");

    @ArchTest
    static final ArchRule asking_for_a_job_file_knows_job_files =
            room("cli.init").knowsOnly("source", "directory");

    @ArchTest
    static final ArchRule texts_know_no_command = room("cli.text")
            .knowsOnly("sync", "store.publish", "store.snapshot", "store.staging", "source", "directory");

    @ArchTest
    static final ArchRule no_circle_of_rooms =
            slices().matching("(dev.rollcall..)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule only_the_list_of_providers_names_an_adapter = noClasses()
            .that(ADAPTERS.negate())
            .and()
            .doNotHaveFullyQualifiedName("dev.rollcall.cli.Providers")
            .should()
            .dependOnClassesThat(ADAPTERS);

    @ArchTest
    static final ArchRule an_adapter_has_one_door =
            classes().that(ADAPTERS).and().arePublic().should().implement(Provider.class);

    @ArchTest
    static final ArchRule vendors_types_stay_in_their_adapter = noClasses()
            .that(resideInAPackage("dev.rollcall..").and(ADAPTERS.negate()))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon..", "com.huaweicloud..");

    @ArchTest
    static final ArchRule directories_and_job_files_know_no_sql = noClasses()
            .that()
            .resideInAnyPackage("dev.rollcall.directory..", "dev.rollcall.source..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.springframework..");

    @ArchTest
    static final ArchRule no_field_injection =
            fields().should().notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired");

    @ArchTest
    static final ArchRule every_package_declares_nullness =
            classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);

    @ArchTest
    static final ArchRule no_class_is_a_bag =
            noClasses().that(alwaysTrue()).should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)");

    private static Room room(String name) {
        return new Room(ROOT + "." + name);
    }

    /** One package, without those inside it. */
    private record Room(String name) {
        /** Of all of Rollcall's rooms, these alone. */
        ArchRule knowsOnly(String... rooms) {
            String[] known = Arrays.stream(rooms).map(room -> ROOT + "." + room).toArray(String[]::new);
            DescribedPredicate<JavaClass> others = resideInAPackage("dev.rollcall..")
                    .and(resideInAnyPackage(known).negate())
                    .and(resideInAPackage(name).negate());
            return noClasses()
                    .that(resideInAPackage(name))
                    .should()
                    .dependOnClassesThat(others)
                    .allowEmptyShould(true)
                    .because("it may know " + String.join(", ", rooms) + " alone");
        }
    }
}
