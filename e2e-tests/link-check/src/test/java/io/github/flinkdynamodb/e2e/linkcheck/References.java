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

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Everything outside of itself that a class file refers to. Names are internal ones. */
final class References {

    private static final int TAG_CLASS = 7;
    private static final int TAG_NAME_AND_TYPE = 12;
    private static final int TAG_METHOD_TYPE = 16;

    final Set<String> types = new LinkedHashSet<>();
    final Set<Member> members = new LinkedHashSet<>();

    /**
     * The functional interfaces of lambdas and method references, with the method they stand for.
     */
    final Map<String, String> lambdas = new LinkedHashMap<>();

    private References() {}

    static References of(ClassReader reader) {
        References references = new References();
        references.readConstantPool(reader);
        reader.accept(references.codeReader(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return references;
    }

    private void readConstantPool(ClassReader reader) {
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int offset = reader.getItem(i);
            if (offset > 0) {
                readConstant(reader, offset, buffer);
            }
        }
    }

    private void readConstant(ClassReader reader, int offset, char[] buffer) {
        switch (reader.readByte(offset - 1)) {
            case TAG_CLASS:
                addType(Type.getObjectType(reader.readUTF8(offset, buffer)));
                break;
            case TAG_NAME_AND_TYPE:
                addType(Type.getType(reader.readUTF8(offset + 2, buffer)));
                break;
            case TAG_METHOD_TYPE:
                addType(Type.getType(reader.readUTF8(offset, buffer)));
                break;
            default:
                break;
        }
    }

    private void addType(Type type) {
        if (type.getSort() == Type.METHOD) {
            addType(type.getReturnType());
            for (Type argument : type.getArgumentTypes()) {
                addType(argument);
            }
        } else if (type.getSort() == Type.ARRAY) {
            addType(type.getElementType());
        } else if (type.getSort() == Type.OBJECT) {
            types.add(type.getInternalName());
        }
    }

    private ClassVisitor codeReader() {
        return new ClassVisitor(Opcodes.ASM9) {
            @Override
            public FieldVisitor visitField(
                    int access, String name, String descriptor, String signature, Object value) {
                addType(Type.getType(descriptor));
                return null;
            }

            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] e) {
                addType(Type.getType(descriptor));
                return new CodeReader();
            }
        };
    }

    private void addHandle(Handle handle) {
        boolean isMethod = handle.getTag() >= Opcodes.H_INVOKEVIRTUAL;
        boolean isStatic =
                handle.getTag() == Opcodes.H_INVOKESTATIC
                        || handle.getTag() == Opcodes.H_GETSTATIC
                        || handle.getTag() == Opcodes.H_PUTSTATIC;
        String key = isMethod ? handle.getDesc() : ":" + handle.getDesc();
        members.add(
                new Member(
                        handle.getOwner(),
                        handle.getName() + key,
                        isMethod,
                        isStatic,
                        handle.isInterface()));
    }

    private void addConstant(Object constant) {
        if (constant instanceof Handle) {
            addHandle((Handle) constant);
        } else if (constant instanceof Type) {
            addType((Type) constant);
        } else if (constant instanceof ConstantDynamic) {
            ConstantDynamic dynamic = (ConstantDynamic) constant;
            addHandle(dynamic.getBootstrapMethod());
            for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
                addConstant(dynamic.getBootstrapMethodArgument(i));
            }
        }
    }

    /** Collects what the instructions of a method refer to. */
    private final class CodeReader extends MethodVisitor {

        CodeReader() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            boolean isStatic = opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC;
            members.add(new Member(owner, name + ":" + descriptor, false, isStatic, false));
        }

        @Override
        public void visitMethodInsn(
                int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (!owner.startsWith("[")) {
                boolean isStatic = opcode == Opcodes.INVOKESTATIC;
                members.add(new Member(owner, name + descriptor, true, isStatic, isInterface));
            }
        }

        @Override
        public void visitInvokeDynamicInsn(
                String name, String descriptor, Handle bootstrap, Object... arguments) {
            addHandle(bootstrap);
            for (Object argument : arguments) {
                addConstant(argument);
            }
            if (bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
                lambdas.put(Type.getReturnType(descriptor).getInternalName(), name + arguments[0]);
            }
        }

        @Override
        public void visitLdcInsn(Object constant) {
            addConstant(constant);
        }
    }

    /** A method or a field, as an instruction names it. */
    static final class Member {

        final String owner;
        final boolean isMethod;
        final boolean isStatic;
        final boolean isInterface;
        private final String key;

        Member(String owner, String key, boolean isMethod, boolean isStatic, boolean isInterface) {
            this.owner = owner;
            this.key = key;
            this.isMethod = isMethod;
            this.isStatic = isStatic;
            this.isInterface = isInterface;
        }

        /** Its name and descriptor. */
        String key() {
            return key;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Member
                    && toString().equals(o.toString())
                    && isStatic == ((Member) o).isStatic
                    && isInterface == ((Member) o).isInterface;
        }

        @Override
        public int hashCode() {
            return Objects.hash(owner, key);
        }

        @Override
        public String toString() {
            return (isMethod ? "method " : "field ") + owner + "." + key;
        }
    }
}
