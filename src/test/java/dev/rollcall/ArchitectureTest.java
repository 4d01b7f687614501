package dev.rollcall;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/** Which package may know which. */
@AnalyzeClasses(packagesOf = Rollcall.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule data_flows_one_way = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("directory")
            .definedBy("dev.rollcall.directory")
            .layer("adapters and pace")
            .definedBy("dev.rollcall.directory.*..")
            .layer("source")
            .definedBy("dev.rollcall.source..")
            .layer("store")
            .definedBy("dev.rollcall.store..")
            .layer("sync")
            .definedBy("dev.rollcall.sync..")
            .layer("cli")
            .definedBy("dev.rollcall.cli..", "dev.rollcall")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("sync")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("sync", "cli")
            .whereLayer("source")
            .mayOnlyBeAccessedByLayers("sync", "cli")
            .whereLayer("adapters and pace")
            .mayOnlyBeAccessedByLayers("sync", "cli");

    @ArchTest
    static final ArchRule the_port_depends_on_no_other_package = noClasses()
            .that()
            .resideInAPackage("dev.rollcall.directory")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.rollcall..")
                    .and(resideInAPackage("dev.rollcall.directory").negate()));

    @ArchTest
    static final ArchRule adapters_and_pace_know_the_port_alone =
            slices().matching("dev.rollcall.directory.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule only_the_list_of_providers_names_an_adapter = noClasses()
            .that()
            .resideOutsideOfPackages("dev.rollcall.directory.aws", "dev.rollcall.directory.huawei")
            .and()
            .doNotHaveFullyQualifiedName("dev.rollcall.cli.Providers")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.rollcall.directory.aws", "dev.rollcall.directory.huawei");

    @ArchTest
    static final ArchRule vendors_types_stay_in_their_adapter = noClasses()
            .that(resideInAPackage("dev.rollcall..")
                    .and(resideInAnyPackage("dev.rollcall.directory.aws", "dev.rollcall.directory.huawei")
                            .negate()))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon..", "com.huaweicloud..");

    @ArchTest
    static final ArchRule only_the_store_speaks_sql = noClasses()
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
}
