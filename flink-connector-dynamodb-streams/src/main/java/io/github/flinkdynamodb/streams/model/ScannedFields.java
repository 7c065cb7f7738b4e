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
package io.github.flinkdynamodb.streams.model;

import org.apache.flink.annotation.Internal;

/**
 * The fields of a scanned item's record that an answer to Scan doesn't hold as they are: they are
 * created when somebody asks for them, which many never do.
 */
@Internal
public interface ScannedFields {

    /**
     * Returns the item's key attributes.
     *
     * @return the keys, never null
     * @throws RuntimeException if the item can't be decoded, or lacks a key attribute
     */
    Image keys();

    /**
     * Returns the record's text in DynamoDB's JSON form.
     *
     * @return the text, never null
     * @throws RuntimeException if the item can't be decoded, or lacks a key attribute
     */
    ByteSlice json();
}
