package dev.longrun.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The house: which room may use which. Arrows point down only. */
class HouseTest {

    private static JavaClasses house;

    @BeforeAll
    static void enter() {
        house = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.longrun");
    }

    @Test
    void everyRoomUsesOnlyTheRoomsBelow() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("run").definedBy("dev.longrun.run")
            .layer("page").definedBy("dev.longrun.page")
            .layer("tensor").definedBy("dev.longrun.tensor")
            .layer("tokenizer").definedBy("dev.longrun.tokenizer")
            .layer("weights").definedBy("dev.longrun.weights")
            .layer("cluster").definedBy("dev.longrun.cluster")
            .layer("risk").definedBy("dev.longrun.risk")
            .layer("laws").definedBy("dev.longrun.laws")
            .layer("text").definedBy("dev.longrun.text")
            .layer("model").definedBy("dev.longrun.model")
            .layer("engine").definedBy("dev.longrun.engine")
            .layer("convert").definedBy("dev.longrun.convert")
            .layer("plan").definedBy("dev.longrun.plan")
            .layer("train").definedBy("dev.longrun.train")
            .layer("cli").definedBy("dev.longrun.cli")
            .whereLayer("run").mayNotAccessAnyLayer()
            .whereLayer("page").mayNotAccessAnyLayer()
            .whereLayer("tensor").mayNotAccessAnyLayer()
            .whereLayer("tokenizer").mayNotAccessAnyLayer()
            .whereLayer("weights").mayNotAccessAnyLayer()
            .whereLayer("cluster").mayOnlyAccessLayers("run", "page")
            .whereLayer("risk").mayOnlyAccessLayers("run", "page")
            .whereLayer("laws").mayOnlyAccessLayers("run", "page")
            .whereLayer("text").mayOnlyAccessLayers("tensor", "tokenizer")
            .whereLayer("model").mayOnlyAccessLayers("tensor", "weights")
            .whereLayer("engine").mayOnlyAccessLayers("tensor", "weights", "model")
            .whereLayer("convert").mayOnlyAccessLayers("page", "weights", "model")
            .whereLayer("plan").mayOnlyAccessLayers("run", "page", "cluster", "risk", "laws")
            .whereLayer("train").mayOnlyAccessLayers("run", "page", "tensor", "tokenizer", "text", "weights", "model",
                "plan")
            .whereLayer("cli").mayNotBeAccessedByAnyLayer()
            .check(house);
    }

    @Test
    void noRoomsInACircle() {
        slices().matching("dev.longrun.(*)..").should().beFreeOfCycles().check(house);
    }

    @Test
    void everyRoomIsKnownAndFlat() {
        Set<String> rooms = new TreeSet<>();
        house.forEach(type -> rooms.add(type.getPackageName()));
        assertEquals(new TreeSet<>(Set.of("dev.longrun.run", "dev.longrun.page", "dev.longrun.tensor",
            "dev.longrun.tokenizer", "dev.longrun.text", "dev.longrun.weights", "dev.longrun.convert",
            "dev.longrun.engine", "dev.longrun.model", "dev.longrun.cluster", "dev.longrun.risk", "dev.longrun.laws",
            "dev.longrun.plan", "dev.longrun.train", "dev.longrun.cli")), rooms);
    }

    @Test
    void theGroundFloorStandsOnLittle() {
        classes().that().resideInAPackage("dev.longrun.tensor").should().onlyDependOnClassesThat()
            .resideInAnyPackage("dev.longrun.tensor", "java..", "jdk.incubator.vector").check(house);
        classes().that().resideInAPackage("dev.longrun.run").should().onlyDependOnClassesThat()
            .resideInAnyPackage("dev.longrun.run", "java..", "com.fasterxml.jackson..", "org.snakeyaml.engine..",
                "org.apache.commons.csv..")
            .check(house);
        classes().that().resideInAPackage("dev.longrun.tokenizer").should().onlyDependOnClassesThat()
            .resideInAnyPackage("dev.longrun.tokenizer", "java..", "com.fasterxml.jackson..").check(house);
    }
}
