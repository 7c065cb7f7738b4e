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
package io.github.flinkdynamodb.streams.source.deserializer;

import org.apache.flink.annotation.PublicEvolving;

/** The type of dead letters. They can't be keys. */
@PublicEvolving
public final class DeadLetterTypeInfo extends RecordTypeInfo<DeadLetter> {

    /** The only instance needed. */
    public static final DeadLetterTypeInfo INSTANCE = new DeadLetterTypeInfo();

    private static final long serialVersionUID = 1L;

    private DeadLetterTypeInfo() {
        super(DeadLetter.class, DeadLetterSerializer.INSTANCE);
    }
}
