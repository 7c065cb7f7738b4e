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

/** The images on the lines of an incremental export, by the names they have on the wire. */
public enum ExportView {
    /** The item as it is at the end of the window; only its keys where it is gone. */
    NEW_IMAGE,
    /** The item as it was before the window, too. */
    NEW_AND_OLD_IMAGES
}
