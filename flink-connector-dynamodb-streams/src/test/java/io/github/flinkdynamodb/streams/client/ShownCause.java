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

import org.apache.flink.util.ExceptionUtils;

/** What Flink's SQL client shows of a failure, whose stack trace reaches it as a text. */
public final class ShownCause {

    private ShownCause() {}

    /** Returns the class and the message of the cause that stands last in the text. */
    public static String of(Throwable failure) {
        String[] causes = ExceptionUtils.stringifyException(failure).split("Caused by: ");
        return causes[causes.length - 1].split("\tat")[0].trim();
    }
}
