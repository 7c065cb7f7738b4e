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
package io.github.flinkdynamodb.tools.charts;

/** A picture of what was measured. */
public interface Picture {

    /** The name of its file, without ".svg". */
    String name();

    /** What stands above it. */
    String title();

    /** Whether there is nothing to be seen in it, so that it isn't written. */
    boolean isEmpty();

    /** The text of its SVG file. */
    String svg();
}
