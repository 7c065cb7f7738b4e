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
package io.github.flinkdynamodb.e2e.linkcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The checker finds what it is there for, and nothing where nothing is wrong. */
class LinkCheckerTest {

    private static final String NEWER = "io/github/flinkdynamodb/e2e/linkcheck/newer/";
    private static final String READER_BASE =
            "org/apache/flink/connector/base/source/reader/SingleThreadMultiplexSourceReaderBase";

    @Test
    void aConstructorThatIsMissingInTheOldestFlinkIsFound() throws IOException {
        Map<String, byte[]> classes = Map.of("NewerConstructor", compiled("NewerConstructor"));

        List<String> problems = problems(classes, "oldest");

        assertThat(problems)
                .anyMatch(
                        p -> p.contains("method " + READER_BASE + ".<init>(Ljava/util/function/"));
        assertThat(problems(classes, "newest")).isEmpty();
    }

    @Test
    void aTypeThatIsMissingInTheOldestFlinkIsFound() throws IOException {
        Map<String, byte[]> classes = Map.of("NewerType", compiled("NewerType"));

        List<String> problems = problems(classes, "oldest");

        assertThat(problems)
                .containsExactly(
                        NEWER
                                + "NewerType: type org/apache/flink/types/variant/Variant does not"
                                + " exist");
        assertThat(problems(classes, "newest")).isEmpty();
    }

    @Test
    void aMethodThatTheOldestFlinkLeavesAbstractIsFound() throws IOException {
        Map<String, byte[]> classes =
                Map.of("MissingImplementation", compiled("MissingImplementation"));

        List<String> problems = problems(classes, "oldest");

        assertThat(problems)
                .containsExactly(
                        NEWER
                                + "MissingImplementation: leaves createSerializer(Lorg/apache/flink"
                                + "/api/common/ExecutionConfig;)Lorg/apache/flink/api/common"
                                + "/typeutils/TypeSerializer; abstract");
        assertThat(problems(classes, "newest")).isEmpty();
    }

    @Test
    void whatEveryFlinkHasIsNoProblem() throws IOException {
        Map<String, byte[]> classes = Map.of("OnlyOldParts", compiled("OnlyOldParts"));

        assertThat(problems(classes, "oldest")).isEmpty();
        assertThat(problems(classes, "between")).isEmpty();
        assertThat(problems(classes, "newest")).isEmpty();
    }

    @Test
    void aClassThatIsLeftOutMayUseAnything() throws IOException {
        Map<String, byte[]> classes = byName("NewerType", "OnlyOldParts");
        ClassWorld world = new ClassWorld(classes, flink("oldest"));

        List<String> problems =
                new LinkChecker(world, name -> name.endsWith("/NewerType")).problems();

        assertThat(problems).isEmpty();
    }

    @Test
    void membersThatNeverExistedAreFound() throws IOException {
        String config = "org/apache/flink/configuration/Configuration";
        byte[] made =
                caller(
                        code -> {
                            code.visitMethodInsn(
                                    Opcodes.INVOKEVIRTUAL, config, "gone", "()V", false);
                            code.visitFieldInsn(Opcodes.GETSTATIC, config, "GONE", "I");
                            code.visitMethodInsn(
                                    Opcodes.INVOKESTATIC,
                                    config,
                                    "clone",
                                    "()L" + config + ";",
                                    false);
                            code.visitMethodInsn(
                                    Opcodes.INVOKEINTERFACE,
                                    config,
                                    "keySet",
                                    "()Ljava/util/Set;",
                                    true);
                        });

        List<String> problems = problems(Map.of("Caller", made), "oldest");

        assertThat(problems)
                .containsExactly(
                        "Caller: field " + config + ".GONE:I does not exist",
                        "Caller: method " + config + ".clone()L" + config + "; is not static",
                        "Caller: method " + config + ".gone()V does not exist",
                        "Caller: method " + config + ".keySet()Ljava/util/Set; is in a class");
    }

    @Test
    void membersThatCantBeReachedAreFound() throws IOException {
        String config = "org/apache/flink/configuration/Configuration";
        byte[] made =
                caller(
                        code ->
                                code.visitFieldInsn(
                                        Opcodes.GETFIELD,
                                        config,
                                        "confData",
                                        "Ljava/util/HashMap;"));

        List<String> problems = problems(Map.of("Caller", made), "oldest");

        assertThat(problems)
                .singleElement()
                .asString()
                .contains("confData")
                .contains("can't be reached");
    }

    @Test
    void extendingAFinalClassIsFound() throws IOException {
        String finalClass = "org/apache/flink/configuration/ConfigOptions$OptionBuilder";
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V11, Opcodes.ACC_ABSTRACT, "Sub", null, finalClass, null);
        writer.visitEnd();

        List<String> problems = problems(Map.of("Sub", writer.toByteArray()), "oldest");

        assertThat(problems).containsExactly("Sub: type " + finalClass + " is final");
    }

    @Test
    void overridingAFinalMethodIsFound() throws IOException {
        String stringSerializer =
                "org/apache/flink/api/common/typeutils/SimpleTypeSerializerSnapshot";
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V11, Opcodes.ACC_ABSTRACT, "Sub", null, stringSerializer, null);
        writer.visitMethod(
                        Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT,
                        "equals",
                        "(Ljava/lang/Object;)Z",
                        null,
                        null)
                .visitEnd();
        writer.visitEnd();

        List<String> problems = problems(Map.of("Sub", writer.toByteArray()), "oldest");

        assertThat(problems)
                .containsExactly(
                        "Sub: overrides final "
                                + stringSerializer
                                + ".equals(Ljava/lang/Object;)Z");
    }

    private static byte[] caller(java.util.function.Consumer<MethodVisitor> code) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, "Caller", null, "java/lang/Object", null);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "call", "()V", null, null);
        method.visitCode();
        code.accept(method);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(1, 0);
        method.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static List<String> problems(Map<String, byte[]> classes, String version)
            throws IOException {
        Map<String, byte[]> byInternalName = new TreeMap<>();
        classes.values().forEach(c -> byInternalName.put(ClassShape.of(c).name, c));
        ClassWorld world = new ClassWorld(byInternalName, flink(version));
        return new LinkChecker(world, name -> false).problems();
    }

    private static Map<String, byte[]> byName(String... simpleNames) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        for (String simpleName : simpleNames) {
            classes.put(NEWER + simpleName, compiled(simpleName));
        }
        return classes;
    }

    private static byte[] compiled(String simpleName) throws IOException {
        try (var in = ClassLoader.getSystemResourceAsStream(NEWER + simpleName + ".class")) {
            return in.readAllBytes();
        }
    }

    private static Map<String, byte[]> flink(String version) throws IOException {
        return ClassWorld.classesOfJars(Path.of(System.getProperty("flink." + version)));
    }
}
