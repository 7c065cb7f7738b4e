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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetterBuilder;

/** Where an item is from, for {@link ItemElements}. */
interface ItemOrigin {

    /**
     * Returns whether an item was emitted before a restore, and is left out.
     *
     * @throws io.github.flinkdynamodb.streams.codec.json.DecodeException if its key can't be read
     */
    boolean wasEmitted(ChangeRecord record);

    /** Returns what names an item in messages. */
    String nameOf(ChangeRecord record);

    /** Begins a dead letter of an item, with its bytes and place. */
    DeadLetterBuilder deadLetterOf(ChangeRecord record);
}
