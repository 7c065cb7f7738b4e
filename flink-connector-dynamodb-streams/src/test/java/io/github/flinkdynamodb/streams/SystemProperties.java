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

import java.util.HashMap;
import java.util.Map;

/** System properties that a test sets; what they were before comes back when it's closed. */
public final class SystemProperties implements AutoCloseable {

    private final Map<String, String> before = new HashMap<>();

    /** Sets a property, or removes it if the value is null. */
    public SystemProperties set(String name, String value) {
        String old = System.getProperty(name);
        before.putIfAbsent(name, old);
        put(name, value);
        return this;
    }

    private static void put(String name, String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }

    @Override
    public void close() {
        before.forEach(SystemProperties::put);
    }
}
