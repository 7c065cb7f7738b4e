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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What linking needs of a class: its supertypes and its members. Names are internal ones. */
final class ClassShape {

    final String name;
    final int access;
    final List<String> supertypes = new ArrayList<>();

    /** Access flags by name and descriptor: {@code name(descriptor)result}. */
    final Map<String, Integer> methods = new HashMap<>();

    /** Access flags by name and descriptor: {@code name:descriptor}. */
    final Map<String, Integer> fields = new HashMap<>();

    private ClassShape(String name, int access) {
        this.name = name;
        this.access = access;
    }

    static ClassShape of(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        ClassShape shape = new ClassShape(reader.getClassName(), reader.getAccess());
        if (reader.getSuperName() != null) {
            shape.supertypes.add(reader.getSuperName());
        }
        shape.supertypes.addAll(List.of(reader.getInterfaces()));
        reader.accept(shape.memberCollector(), ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
        return shape;
    }

    private ClassVisitor memberCollector() {
        return new ClassVisitor(Opcodes.ASM9) {
            @Override
            public FieldVisitor visitField(
                    int access, String field, String descriptor, String signature, Object value) {
                fields.put(field + ":" + descriptor, access);
                return null;
            }

            @Override
            public MethodVisitor visitMethod(
                    int access, String method, String descriptor, String signature, String[] e) {
                methods.put(method + descriptor, access);
                return null;
            }
        };
    }

    boolean isInterface() {
        return (access & Opcodes.ACC_INTERFACE) != 0;
    }

    boolean isAbstract() {
        return (access & Opcodes.ACC_ABSTRACT) != 0;
    }

    boolean isPublic() {
        return (access & Opcodes.ACC_PUBLIC) != 0;
    }

    boolean isFinal() {
        return (access & Opcodes.ACC_FINAL) != 0;
    }
}
