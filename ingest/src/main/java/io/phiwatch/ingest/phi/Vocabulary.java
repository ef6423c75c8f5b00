package io.phiwatch.ingest.phi;

import java.util.LinkedHashMap;
import java.util.Map;

/** The phrases that say what a value is, in small letters and without blanks, by what they say. */
final class Vocabulary {
    static final Map<Integer, String> PHRASES = new LinkedHashMap<>();

    static {
        people();
        numbers();
        medicine();
        money();
        ordinary();
    }

    private Vocabulary() {}

    private static void people() {
        PHRASES.put(Hints.PHONE, """
                phone phones tel telephone mobile cell cellphone fax call calling sms msisdn phonenumber phoneno contact
                contactnumber reach text dial whatsapp landline homephone workphone desk answering messages""");
        PHRASES.put(Hints.BIRTH, """
                dob dateofbirth birthdate birthday birth born bornon bdate dateofbirthdob birthdt dobdate""");
        PHRASES.put(Hints.ADDRESS, """
                address addresses addr street streetaddress streetname addressline addressone addresstwo mailingaddress
                homeaddress postaladdress shippingaddress billingaddress deliveryaddress residence lives livesat shipto
                livingat residesat residingat addressto""");
        PHRASES.put(Hints.ZIP, "zip zipcode zips postal postalcode postcode zipplus");
        PHRASES.put(Hints.NAME, """
                firstname lastname middlename givenname familyname surname fullname maidenname fname lname forename
                patientname customername membername subscribername guarantorname recipientname contactname
                shippingname billingname cardholdername cardholder nameoncard spousename mothersmaidenname legalname
                patientfullname physicianname doctorname nextofkin emergencycontactname employeename beneficiaryname
                insuredname clientname""");
        PHRASES.put(Hints.MAYBE_NAME, """
                name given family patient customer recipient attn member client subscriber guarantor employee nurse
                mr mrs ms miss mister pt""");
        PHRASES.put(Hints.MAYBE_NAME | Hints.PROVIDER, "dr doctor physician prescriber practitioner provider");
        PHRASES.put(Hints.PROVIDER, "prescribed prescription controlled registration");
    }

    private static void numbers() {
        PHRASES.put(Hints.SSN, """
                ssn ssns ssno socialsecurity socialsecuritynumber socialsecurityno social socsec taxpayerid
                taxpayeridentification itin""");
        PHRASES.put(Hints.PASSPORT, "passport passports passportnumber passportno passportid traveldocument");
        PHRASES.put(Hints.LICENSE, """
                driverlicense driverslicense driverlicence driverslicence drivinglicense drivinglicence driverslic
                driverlic dl dlno dlnumber dlid dln driverslicenseid driverlicenseid""");
        PHRASES.put(Hints.VEHICLE, "vin vehicle vehicleid vehicleidentification vehicleidentificationnumber chassis");
    }

    private static void medicine() {
        PHRASES.put(Hints.MRN, """
                mrn mrns mrnid patientid patientids patientidentifier patientnumber patientno patientmrn ptid ptno
                medicalrecord medicalrecords medicalrecordid medicalrecordnumber medicalrecordidentifier medrec
                medrecid chartnumber chartno chartid healthrecord healthrecordnumber emr emrid ehrid
                hospitalnumber hospitalid""");
        PHRASES.put(Hints.RECORD, "chart record records");
        PHRASES.put(Hints.MEMBER, """
                memberid membernumber memberno membershipid membershipnumber memberidentifier subscriberid
                subscribernumber subscriberno policyid policynumber policyno policyholderid insuranceid insurancenumber insuranceno insuranceplan insuranceplanid insuranceplannumber
                insurancepolicy insurancepolicyid insurancepolicynumber insurancememberid inspolicy insplan insurid
                insid insurerid healthplan healthplanid healthplannumber healthpolicy healthid beneficiaryid
                beneficiarynumber healthplanbeneficiary healthplanbeneficiarynumber healthplanbeneficiaryid hmoid
                hbn medicaid medicaidid medicaidnumber payermemberid healthinsurance healthinsuranceid""");
        PHRASES.put(Hints.INSURANCE, "policy insurance ins insur insurer hmo");
        PHRASES.put(Hints.MEDICARE | Hints.MEMBER, "hicn");
        PHRASES.put(Hints.MEDICARE, """
                mbi medicare medicareid medicarenumber medicareno medicarebeneficiary medicarebeneficiaryid beneficiary
                medicarebeneficiaryidentifier cms mbiid""");
        PHRASES.put(Hints.NPI, """
                npi npis npinumber npino nationalprovider nationalproviderid nationalprovideridentifier providerid
                providernpi prescribernpi physicianid providernumber npiid""");
        PHRASES.put(Hints.DEA, "dea deanumber deano deareg dearegistration deaid prescriberdea");
        PHRASES.put(Hints.DIAGNOSIS, """
                icd icds icdcode icdcm icdcodes diagnosis diagnoses diagnosed diagnosticcode dx diag diagcode
                diagnosiscode condition conditions problemcode primarydiagnosis indication comorbidity""");
        PHRASES.put(Hints.DRUG, "ndc ndcs ndccode ndcnumber drugcode nationaldrugcode nationaldrug ndcid drugndc");
    }

    private static void money() {
        PHRASES.put(Hints.CARD, """
                card cards credit creditcard creditcardnumber debit debitcard visa mastercard amex americanexpress
                discover diners jcb maestro pan cc ccn ccnum ccnumber cardnumber cardno cardnum paymentcard
                primaryaccountnumber""");
        PHRASES.put(Hints.IBAN, "iban ibans ibannumber bankaccount");
        PHRASES.put(Hints.ROUTING, """
                aba abas routing routingnumber routingno rtn abarouting transit routingtransit ach bankrouting
                routingid abanumber""");
    }

    private static void ordinary() {
        PHRASES.put(Hints.FILLER, """
                number num no nr is was are value code has had of the num text string str raw new old current show
                shows and or under with as her his their my your identified as to at at on for from in by""");
        PHRASES.put(Hints.ORDINARY, """
                id ids identifier time timestamp ts date bytes size length count duration port pid tid thread hash
                token uuid guid trace traceid span spanid session request requestid epoch offset partition seq sequence
                status latency elapsed ms took total amount price qty quantity etag nonce cursor page row rows line
                weight height width exp iat nbf expires expiresat created createdat updated updatedat uptime retry
                retries limit checksum crc account user userid visit visits ticket case index key rate usd eur
                transaction transactionid txn txnid payment paymentid charge refund
                ipaddress macaddress remoteaddr remoteaddress serveraddress clientaddress walletaddress ipaddr peeraddr
                emailaddress bindaddress listenaddress upstreamaddr localaddr hostaddress addr2line
                hostname filename username servername appname productname themename pluginname displayname eventname
                classname methodname fieldname domainname tablename topicname shopname rolename groupname stepname
                """);
        PHRASES.put(Hints.ORDINARY | Hints.PRODUCT, """
                order orders orderid ordernumber orderno tracking trackingnumber trackingid trackingno gtin ean upc
                barcode sku skus isbn asin invoice invoiceid invoicenumber item itemid items gid version build release
                revision serial serialno serialnumber part partno partnumber model modelno batch lot lotno lotnumber
                product productid productcode variant variantid parcel shipment shipmentid awb commit""");
    }
}
