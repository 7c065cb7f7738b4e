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

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Whether the Flink that tests run on has the type VARIANT, which exists since 2.1. */
public final class VariantType {

    private VariantType() {}

    /** Returns whether it has the type. */
    public static boolean exists() {
        try {
            Class.forName("org.apache.flink.types.variant.Variant");
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Skips a test on a Flink without it. */
    public static void assumeExists() {
        assumeTrue(exists(), "VARIANT exists since Flink 2.1");
    }
}
