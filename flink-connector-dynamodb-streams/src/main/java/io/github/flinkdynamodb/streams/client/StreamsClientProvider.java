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
package io.github.flinkdynamodb.streams.client;

import java.io.Serializable;
import org.apache.flink.annotation.Internal;

/** Creates clients where they are needed: one in the enumerator, one in each reader. */
@Internal
public interface StreamsClientProvider extends Serializable {

    /**
     * Creates a client, which the caller closes. Calls no service; where no region is set, it is
     * looked for in the usual places, which may ask the machine's metadata service.
     *
     * @param userCodeClassLoader loads classes that the user named, such as a credentials provider
     * @return a new client
     * @throws IllegalArgumentException if no region is found, or a class that the user named isn't
     *     fit; the message names the setting
     */
    StreamsClient create(ClassLoader userCodeClassLoader);
}
