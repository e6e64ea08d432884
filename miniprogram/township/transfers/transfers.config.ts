export default definePageConfig({ navigationBarTitleText: '转办台账' })
