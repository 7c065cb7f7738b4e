/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.streams;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.InstantiationUtil;

/** Which way the packages may depend on each other. Holds without exceptions for old code. */
@AnalyzeClasses(
        packages = ArchitectureTest.BASE,
        importOptions = {ImportOption.DoNotIncludeTests.class, ImportOption.DoNotIncludeJars.class})
final class ArchitectureTest {

    static final String BASE = "io.github.flinkdynamodb.streams";

    private static final String JDK = "java..";
    private static final String SLF4J = "org.slf4j..";
    private static final String FLINK = "org.apache.flink..";
    private static final String SDK = "software.amazon.awssdk..";

    /** What says how stable a type is; any package may. */
    private static final String STABILITY = "org.apache.flink.annotation..";

    private static final String FLINK_TABLE = "org.apache.flink.table..";

    private static final String MODEL = BASE + ".model..";
    private static final String CODEC = BASE + ".codec..";
    private static final String JSON = BASE + ".codec.json..";
    private static final String ITEM = BASE + ".codec.item..";
    private static final String RECORD = BASE + ".codec.record..";
    private static final String SNAPSHOT = BASE + ".codec.snapshot..";
    private static final String CLIENT = BASE + ".client..";
    private static final String CLIENT_AWS = BASE + ".client.aws..";
    private static final String SOURCE = BASE + ".source";
    private static final String CONFIG = BASE + ".source.config..";
    private static final String SPLIT = BASE + ".source.split..";
    private static final String STATE = BASE + ".source.state..";
    private static final String EVENT = BASE + ".source.event..";
    private static final String DESERIALIZER = BASE + ".source.deserializer..";
    private static final String ENUMERATOR = BASE + ".source.enumerator..";
    private static final String LINEAGE = BASE + ".source.enumerator.lineage..";
    private static final String READER = BASE + ".source.reader..";
    private static final String METRICS = BASE + ".source.metrics..";
    private static final String LOSS = BASE + ".source.loss..";
    private static final String WATERMARK = BASE + ".source.watermark..";
    private static final String TABLE = BASE + ".table..";
    private static final String CONVERT = BASE + ".table.convert..";

    /** The bridge to the SDK's own record type, the nested classes included. */
    private static final DescribedPredicate<JavaClass> SDK_BRIDGE =
            resideInAPackage(BASE + ".source.deserializer")
                    .and(nameMatching(".*\\.(SdkRecords|SdkRecord\\w*)(\\$.*)?"))
                    .as("the bridge SdkRecord*");

    private static final DescribedPredicate<JavaClass> FACADE =
            resideInAPackage(SOURCE)
                    .and(nameMatching(".*\\.DynamoDbStreamsSource(Builder)?(\\$.*)?"))
                    .as("the facade DynamoDbStreamsSource and its builder");

    /** The types that users may name, the nested ones included. */
    private static final DescribedPredicate<JavaClass> API =
            topLevel(annotatedWith(PublicEvolving.class).or(annotatedWith(Experimental.class)))
                    .as("are public API");

    private static final DescribedPredicate<JavaClass> INTERNAL =
            topLevel(annotatedWith(Internal.class)).as("are @Internal");

    /** Beside the facade lie the options, which everybody may see, and its own parts. */
    private static final DescribedPredicate<JavaClass> FACADES_OWN =
            resideInAPackage(SOURCE)
                    .and(
                            DescribedPredicate.describe(
                                    "are package-private",
                                    type -> !type.getModifiers().contains(JavaModifier.PUBLIC)));

    @ArchTest
    static final ArchRule NO_CIRCLES_BETWEEN_PACKAGES =
            slices().matching(BASE + ".(**)")
                    .should()
                    .beFreeOfCycles()
                    .ignoreDependency(FACADE.or(FACADES_OWN), DescribedPredicate.alwaysTrue());

    @ArchTest static final ArchRule MODEL_NEEDS_THE_JDK_ALONE = packageNeedsOnly(MODEL, JDK);

    @ArchTest static final ArchRule CODEC_NEEDS_THE_MODEL = packageNeedsOnly(CODEC, JDK, MODEL);

    @ArchTest
    static final ArchRule JSON_KNOWS_NO_DYNAMODB =
            classes()
                    .that()
                    .resideInAPackage(JSON)
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(JDK, JSON, STABILITY)
                                    .or(belongToAnyOf(ByteSlice.class)));

    @ArchTest static final ArchRule ITEMS_KNOW_NO_PAGE = packageNeedsOnly(ITEM, JDK, JSON, MODEL);

    @ArchTest
    static final ArchRule RECORDS_KNOW_NO_CONSUMER =
            packageNeedsOnly(RECORD, JDK, ITEM, JSON, MODEL);

    @ArchTest
    static final ArchRule SNAPSHOTS_NEED_ITEMS = packageNeedsOnly(SNAPSHOT, JDK, ITEM, JSON, MODEL);

    /** They read the index of an item, and what its tokens say. */
    @ArchTest
    static final ArchRule CONVERTERS_MOVE_NO_READER =
            noClasses()
                    .that()
                    .resideInAPackage(CONVERT)
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(RECORD, SNAPSHOT)
                                    .or(belongToAnyOf(JsonReader.class, ItemReader.class)));

    @ArchTest
    static final ArchRule CLIENT_NEEDS_MODEL_AND_CODEC =
            classes()
                    .that()
                    .resideInAPackage(CLIENT)
                    .and()
                    .resideOutsideOfPackage(CLIENT_AWS)
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(JDK, SLF4J, STABILITY, CLIENT, MODEL, CODEC)
                                    .and(DescribedPredicate.not(resideInAPackage(CLIENT_AWS))));

    @ArchTest
    static final ArchRule THE_AWS_CLIENT_KNOWS_NO_FLINK =
            noClasses()
                    .that()
                    .resideInAPackage(CLIENT_AWS)
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(FLINK, BASE + ".source..", TABLE)
                                    .and(DescribedPredicate.not(resideInAPackage(STABILITY))));

    @ArchTest
    static final ArchRule SDK_TYPES_STAY_IN_THE_AWS_CLIENT_AND_THE_BRIDGE =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(CLIENT_AWS)
                    .and(DescribedPredicate.not(SDK_BRIDGE))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(SDK);

    @ArchTest
    static final ArchRule ONLY_THE_FACADE_WIRES_THE_AWS_CLIENT =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(CLIENT_AWS)
                    .and(DescribedPredicate.not(FACADE))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(CLIENT_AWS);

    @ArchTest static final ArchRule STATE_FORMAT_NEEDS_THE_JDK_ALONE = packageNeedsOnly(STATE, JDK);

    @ArchTest
    static final ArchRule SPLITS_NEED_THE_MODEL =
            packageNeedsOnly(
                    SPLIT,
                    JDK,
                    MODEL,
                    STATE,
                    "org.apache.flink.api.connector.source..",
                    "org.apache.flink.core.io..");

    @ArchTest
    static final ArchRule EVENTS_NEED_THE_MODEL =
            packageNeedsOnly(EVENT, JDK, MODEL, "org.apache.flink.api.connector.source..");

    @ArchTest
    static final ArchRule WATERMARKS_KNOW_NO_SOURCE =
            packageNeedsOnly(WATERMARK, JDK, "org.apache.flink.api.common.eventtime..");

    @ArchTest
    static final ArchRule CONFIG_NEEDS_OPTIONS_AND_POSITIONS =
            packageNeedsOnly(CONFIG, JDK, MODEL, SOURCE, "org.apache.flink.configuration..");

    @ArchTest
    static final ArchRule CONFIG_DOES_NOT_KNOW_THE_FACADE =
            noClasses().that().resideInAPackage(CONFIG).should().dependOnClassesThat(FACADE);

    @ArchTest static final ArchRule LINEAGE_IS_PURE = packageNeedsOnly(LINEAGE, JDK, MODEL);

    @ArchTest
    static final ArchRule DESERIALIZERS_KNOW_NEITHER_CLIENT_NOR_MACHINERY =
            noClasses()
                    .that()
                    .resideInAPackage(DESERIALIZER)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(CLIENT, SOURCE, CONFIG, SPLIT, EVENT, ENUMERATOR, READER);

    @ArchTest
    static final ArchRule ENUMERATOR_DOES_NOT_SEE_THE_READER =
            noClasses()
                    .that()
                    .resideInAPackage(ENUMERATOR)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(READER);

    @ArchTest
    static final ArchRule READER_DOES_NOT_SEE_THE_ENUMERATOR =
            noClasses()
                    .that()
                    .resideInAPackage(READER)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ENUMERATOR);

    @ArchTest
    static final ArchRule METRICS_KNOW_NEITHER_READER_NOR_ENUMERATOR =
            noClasses()
                    .that()
                    .resideInAPackage(METRICS)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(READER, ENUMERATOR, CLIENT_AWS, TABLE);

    @ArchTest
    static final ArchRule THE_MACHINERY_DOES_NOT_KNOW_THE_FACADE =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            SPLIT,
                            STATE,
                            EVENT,
                            ENUMERATOR,
                            READER,
                            METRICS,
                            LOSS,
                            WATERMARK,
                            DESERIALIZER)
                    .should()
                    .dependOnClassesThat(FACADE);

    @ArchTest
    static final ArchRule NOTHING_DEPENDS_ON_TABLE =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(TABLE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(TABLE, FLINK_TABLE);

    @ArchTest
    static final ArchRule NO_SHADED_FLINK =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.flink..shaded..");

    @ArchTest
    static final ArchRule NO_JAVA_SERIALIZATION =
            noClasses()
                    .should()
                    .dependOnClassesThat(
                            belongToAnyOf(ObjectOutputStream.class, ObjectInputStream.class));

    @ArchTest
    static final ArchRule SERIALIZERS_WRITE_CODES_NOT_NAMES =
            noClasses()
                    .that()
                    .areAssignableTo(SimpleVersionedSerializer.class)
                    .or()
                    .resideInAPackage(STATE)
                    .should()
                    .dependOnClassesThat(belongToAnyOf(InstantiationUtil.class))
                    .orShould()
                    .callMethod(Enum.class, "name")
                    .orShould()
                    .callMethod(Enum.class, "ordinal")
                    .orShould()
                    .callMethod(Enum.class, "valueOf", Class.class, String.class)
                    .orShould(callStatic("valueOf", Enum.class));

    @ArchTest
    static final ArchRule TIME_IS_PASSED_IN =
            noClasses()
                    .should()
                    .callMethod(Thread.class, "sleep", long.class)
                    .orShould()
                    .callMethod(Thread.class, "sleep", long.class, int.class)
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule CLOCKS_ALONE_READ_THE_TICKS =
            noClasses()
                    .that()
                    .haveSimpleNameNotEndingWith("Clock")
                    .should()
                    .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule NO_STANDARD_STREAMS =
            GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule PUBLIC_TYPES_SAY_WHETHER_THEY_ARE_API =
            classes()
                    .that()
                    .arePublic()
                    .and()
                    .areTopLevelClasses()
                    .should(beAnnotatedWithExactlyOneOf(API, INTERNAL));

    @ArchTest
    static final ArchRule PUBLIC_API_SHOWS_NO_INTERNAL_TYPES =
            codeUnits()
                    .that()
                    .areDeclaredInClassesThat(API)
                    .and()
                    .areNotAnnotatedWith(Internal.class)
                    .should(mentionNoneOf(INTERNAL));

    @ArchTest
    static final ArchRule PUBLIC_API_SHOWS_NO_TYPES_OF_THE_SDK =
            codeUnits()
                    .that()
                    .areDeclaredInClassesThat(API.and(DescribedPredicate.not(SDK_BRIDGE)))
                    .should(mentionNoneOf(resideInAPackage(SDK)));

    private ArchitectureTest() {}

    private static ArchRule packageNeedsOnly(String subject, String... others) {
        List<String> allowed = new ArrayList<>(List.of(others));
        allowed.add(subject);
        allowed.add(STABILITY);
        return classes()
                .that()
                .resideInAPackage(subject)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(new String[0]));
    }

    private static ArchCondition<JavaClass> callStatic(String method, Class<?> owner) {
        return new ArchCondition<>("call " + method + " of a subtype of " + owner.getSimpleName()) {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                item.getMethodCallsFromSelf().stream()
                        .filter(call -> call.getTarget().getName().equals(method))
                        .filter(call -> call.getTargetOwner().isAssignableTo(owner))
                        .forEach(
                                call ->
                                        events.add(
                                                SimpleConditionEvent.satisfied(
                                                        item, call.getDescription())));
            }
        };
    }

    private static DescribedPredicate<JavaClass> topLevel(
            DescribedPredicate<? super JavaClass> predicate) {
        return DescribedPredicate.describe(
                predicate.getDescription(), type -> predicate.test(outermost(type)));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    @SafeVarargs
    private static ArchCondition<JavaClass> beAnnotatedWithExactlyOneOf(
            DescribedPredicate<JavaClass>... kinds) {
        return new ArchCondition<>("be either API or @Internal") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                long found = Stream.of(kinds).filter(kind -> kind.test(item)).count();
                events.add(
                        new SimpleConditionEvent(
                                item, found == 1, item.getName() + " is of " + found + " kinds"));
            }
        };
    }

    /** Looks into type arguments too. */
    private static ArchCondition<JavaCodeUnit> mentionNoneOf(
            DescribedPredicate<JavaClass> unwanted) {
        return new ArchCondition<>("show no types that " + unwanted.getDescription()) {
            @Override
            public void check(JavaCodeUnit item, ConditionEvents events) {
                if (item.getModifiers().contains(JavaModifier.PUBLIC)
                        || item.getModifiers().contains(JavaModifier.PROTECTED)) {
                    Stream.concat(
                                    item.getParameterTypes().stream(),
                                    Stream.of(item.getReturnType()))
                            .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                            .filter(unwanted)
                            .forEach(
                                    type ->
                                            events.add(
                                                    SimpleConditionEvent.violated(
                                                            item,
                                                            item.getFullName()
                                                                    + " shows "
                                                                    + type.getName())));
                }
            }
        };
    }
}
