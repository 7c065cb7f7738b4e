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
package io.github.flinkdynamodb.tools.simulator.export;

/**
 * What exports are charged for.
 *
 * @see <a href="https://aws.amazon.com/dynamodb/pricing/">Pricing</a>
 */
final class Billing {

    private static final long LEAST_OF_INCREMENTAL = 10_000_000;

    private Billing() {}

    /** Returns the bytes of the images of a change. */
    static long bytes(ItemChange change) {
        long before = change.before() == null ? 0 : change.before().size();
        return change.after() == null ? before : before + change.after().size();
    }

    /** Returns what an incremental export is charged for whose images have so many bytes. */
    static long incremental(long bytes) {
        return Math.max(bytes, LEAST_OF_INCREMENTAL);
    }
}
