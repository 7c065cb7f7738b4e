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
package io.github.flinkdynamodb.tools.quickstart;

import java.util.Map;

/**
 * What has come of a run in SQL so far.
 *
 * @param verdict the files compared with what was written
 * @param shown the result of the query as the SQL client has shown it: by status
 * @param inTable the same, from a scan of the table
 * @param restarts how often jobs were restarted
 */
record SqlOutcome(
        Verdict verdict,
        Map<String, Revenue.Group> shown,
        Map<String, Revenue.Group> inTable,
        int restarts) {

    /** Returns whether every figure is as it has to be. */
    boolean isGood() {
        return verdict.isGood() && shown.equals(inTable);
    }
}
