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
package io.github.flinkdynamodb.tools.simulator.contract;

/**
 * Where a stand-in is known to behave differently from the service, and why it is taken for the
 * stand-in that is wrong. All of them are here; a case that meets one says so with {@link
 * Service#expected}.
 */
enum Difference {
    /**
     * DynamoDB Local 2.6.1 ignores the filter CHILD_SHARDS and answers with all shards. The service
     * documents that it gives the children.
     */
    CHILD_SHARDS_ARE_ALL_SHARDS,

    /**
     * DynamoDB Local fails with an InternalFailure where a sequence number is far beyond the last
     * one. The service answers with a ValidationException, as those who met it report.
     */
    NUMBER_BEYOND_THE_END_FAILS,

    /**
     * DynamoDB Local cuts ApproximateCreationDateTime to the minute. The documentation of the
     * service shows seconds.
     */
    CREATION_TIME_IN_MINUTES,

    /**
     * DynamoDB Local has an error's text in "Message". The service has it in "message" in its
     * documentation's example of an error; the SDK takes both.
     */
    MESSAGE_WITH_A_CAPITAL,

    /**
     * DynamoDB Local sends no checksum with an error. The documentation's example of an error has
     * one.
     */
    NO_CHECKSUM_OF_ERRORS,

    /**
     * DynamoDB Local names the error of a request without a signature MissingAuthenticationToken.
     * The documentation says MissingAuthenticationTokenException.
     */
    MISSING_TOKEN_WITHOUT_EXCEPTION,

    /**
     * DynamoDB Local answers InternalFailure to a body that isn't JSON. The service has the error
     * SerializationException for it.
     */
    NO_SERIALIZATION_EXCEPTION,

    /**
     * DynamoDB Local puts any number of bytes on a page. The service documents 1 MB as the most.
     */
    PAGES_OF_ANY_SIZE,

    /**
     * DynamoDB Local lets through what the SDK's model of the service doesn't allow: another type
     * of filter than CHILD_SHARDS.
     */
    FILTER_OF_ANY_TYPE,

    /**
     * DynamoDB Local takes nothing for a page of Scan without items. The service documents that a
     * read that finds nothing costs as much as the smallest one that finds something.
     */
    EMPTY_PAGES_COST_NOTHING,

    /**
     * DynamoDB Local has no TableId, and times of changes of the capacity that never happened. The
     * service documents an id, and those times only after such a change.
     */
    NO_TABLE_ID,

    /**
     * DynamoDB Local words errors of Scan in its own way. The simulator has the words that those
     * who called the service report.
     */
    OTHER_WORDS_FOR_ERRORS_OF_SCAN,

    /**
     * The simulator has no conditions, return values nor consumed capacity of writes. It refuses
     * requests for them with a ValidationException.
     */
    NO_CONDITIONS
}
