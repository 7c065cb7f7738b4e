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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Finds what would fail with a {@link LinkageError} if classes ran beside another version of Flink
 * than the one that they were compiled against: types, methods and fields that don't exist there,
 * that can't be reached, or that changed between static and not, class and interface; methods that
 * would be left abstract; finals that would be extended or overridden.
 */
final class LinkChecker {

    private final ClassWorld world;
    private final Predicate<String> leftOut;

    /**
     * Creates a checker.
     *
     * @param world the classes, and the version of Flink
     * @param leftOut the internal names of the classes that may use what isn't there
     */
    LinkChecker(ClassWorld world, Predicate<String> leftOut) {
        this.world = world;
        this.leftOut = leftOut;
    }

    /** Checks all classes; what is returned names the class, what it needs, and what is wrong. */
    List<String> problems() {
        TreeSet<String> problems = new TreeSet<>();
        for (Map.Entry<String, byte[]> each : world.checked().entrySet()) {
            if (!leftOut.test(each.getKey())) {
                problemsOf(each.getKey(), each.getValue())
                        .forEach(problem -> problems.add(each.getKey() + ": " + problem));
            }
        }
        return new ArrayList<>(problems);
    }

    private List<String> problemsOf(String name, byte[] bytes) {
        List<String> problems = new ArrayList<>();
        ClassReader reader = new ClassReader(bytes);
        References references = References.of(reader);
        references.types.forEach(type -> checkType(type, problems));
        references.members.forEach(member -> checkMember(name, member, problems));
        references.lambdas.forEach((type, method) -> checkLambda(type, method, problems));
        ClassShape shape = world.find(name).orElseThrow();
        checkFinals(shape, problems);
        if (!shape.isAbstract()) {
            checkNothingIsLeftAbstract(name, problems);
        }
        return problems;
    }

    private void checkType(String type, List<String> problems) {
        if (!type.startsWith(ClassWorld.FLINK)) {
            return;
        }
        Optional<ClassShape> shape = world.find(type);
        if (shape.isEmpty()) {
            problems.add("type " + type + " does not exist");
        } else if (!shape.get().isPublic()) {
            problems.add("type " + type + " is not public");
        }
    }

    private void checkMember(String from, References.Member member, List<String> problems) {
        boolean ours = world.isChecked(member.owner);
        Optional<ClassShape> owner = world.find(member.owner);
        if ((!ours && !member.owner.startsWith(ClassWorld.FLINK)) || owner.isEmpty()) {
            return;
        }
        for (ClassShape shape : world.hierarchy(member.owner)) {
            Integer access = (member.isMethod ? shape.methods : shape.fields).get(member.key());
            if (access != null) {
                checkFound(from, member, shape, access, problems);
                checkKindOfOwner(member, owner.get(), problems);
                return;
            }
        }
        problems.add(member + " does not exist");
    }

    private void checkFound(
            String from,
            References.Member member,
            ClassShape declaring,
            int access,
            List<String> problems) {
        boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
        if (isStatic != member.isStatic) {
            problems.add(member + " is " + (isStatic ? "static" : "not static"));
        }
        if (declaring.name.startsWith(ClassWorld.FLINK) && !canReach(from, declaring, access)) {
            problems.add(member + " can't be reached: it is neither public nor inherited");
        }
    }

    private boolean canReach(String from, ClassShape declaring, int access) {
        return (access & Opcodes.ACC_PUBLIC) != 0
                || ((access & Opcodes.ACC_PROTECTED) != 0
                        && world.hierarchy(from).contains(declaring));
    }

    private static void checkKindOfOwner(
            References.Member member, ClassShape owner, List<String> problems) {
        if (member.isMethod && owner.isInterface() != member.isInterface) {
            problems.add(member + " is in " + (owner.isInterface() ? "an interface" : "a class"));
        }
    }

    private void checkLambda(String type, String method, List<String> problems) {
        if (!type.startsWith(ClassWorld.FLINK) || world.find(type).isEmpty()) {
            return;
        }
        List<String> open = new ArrayList<>(leftAbstract(type));
        if (!open.contains(method)) {
            problems.add("lambda of " + type + ": " + method + " is not its abstract method");
        } else if (open.size() > 1) {
            problems.add("lambda of " + type + ": it has several abstract methods " + open);
        }
    }

    private void checkFinals(ClassShape shape, List<String> problems) {
        for (ClassShape supertype : world.hierarchy(shape.name)) {
            if (supertype.name.startsWith(ClassWorld.FLINK)) {
                if (supertype.isFinal() && shape.supertypes.contains(supertype.name)) {
                    problems.add("type " + supertype.name + " is final");
                }
                shape.methods.forEach(
                        (method, access) -> {
                            if (overridesFinal(method, access, supertype)) {
                                problems.add("overrides final " + supertype.name + "." + method);
                            }
                        });
            }
        }
    }

    private static boolean overridesFinal(String method, int access, ClassShape supertype) {
        int overridden = supertype.methods.getOrDefault(method, Opcodes.ACC_PRIVATE);
        return (access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0
                && (overridden & Opcodes.ACC_FINAL) != 0
                && (overridden & Opcodes.ACC_PRIVATE) == 0;
    }

    private void checkNothingIsLeftAbstract(String name, List<String> problems) {
        leftAbstract(name).forEach(method -> problems.add("leaves " + method + " abstract"));
    }

    /** The abstract methods that a class or an interface has or inherits, and doesn't implement. */
    private TreeSet<String> leftAbstract(String name) {
        TreeSet<String> declared = new TreeSet<>();
        TreeSet<String> implemented = new TreeSet<>();
        for (ClassShape shape : world.hierarchy(name)) {
            shape.methods.forEach(
                    (method, access) -> {
                        boolean concrete = (access & Opcodes.ACC_ABSTRACT) == 0;
                        (concrete ? implemented : declared).add(method);
                    });
        }
        declared.removeAll(implemented);
        world.find(Type.getInternalName(Object.class))
                .ifPresent(object -> declared.removeAll(object.methods.keySet()));
        return declared;
    }
}
